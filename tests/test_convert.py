"""One work plan from and to one place."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

import ipexport
from ipexport.errors import IpexportError, OutputError, RequestError, SourceError
from ipexport.model import Region, RegionId
from tests.plain import save_dataset, use_plain_formats
from tests.sample import work_plan


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    use_plain_formats(monkeypatch)


@pytest.mark.parametrize("name", ["plan.yaml", "plan.yml", "plan.json", "plan.JSON", "plan", "plan/"])
def test_a_work_plan_is_the_same_after_writing_and_reading(tmp_path: Path, name: str) -> None:
    ipexport.write(work_plan(), f"{tmp_path}/{name}")
    assert ipexport.read(tmp_path / name) == work_plan()


def test_an_existing_folder_gets_a_dataset_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "v1.2"
    folder.mkdir()
    files = ipexport.write(work_plan(), folder)
    assert {file.relative_to(folder).as_posix() for file in files} == {
        "workplan.yaml",
        "regions/anhui.yaml",
        "regions/jiangsu.yaml",
    }


def test_a_document_format_is_drawn(tmp_path: Path) -> None:
    assert ipexport.write(work_plan(), tmp_path / "plan.docx", style="compact") == [tmp_path / "plan.docx"]
    assert "compact 2018-01-31" in (tmp_path / "plan.docx").read_text("utf-8")


def test_source_date_epoch_dates_a_document_but_not_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    ipexport.write(work_plan(), tmp_path / "plan.pdf")
    ipexport.write(work_plan(), tmp_path / "plan.json")
    assert "1970-01-01" in (tmp_path / "plan.pdf").read_text("utf-8")
    assert ipexport.read(tmp_path / "plan.json").date == datetime.date(2018, 1, 31)


@pytest.mark.parametrize("name", ["plan.json", "plan", "plan.pdf"])
def test_only_the_regions_asked_for_are_written(tmp_path: Path, name: str) -> None:
    ipexport.write(work_plan(), tmp_path / name, regions=["jiangsu"])
    if name == "plan.pdf":
        assert "安徽" not in (tmp_path / name).read_text("utf-8")
    else:
        assert [region.id for region in ipexport.read(tmp_path / name).regions] == ["jiangsu"]


def test_a_style_beside_the_source_is_found(tmp_path: Path) -> None:
    source = save_dataset(tmp_path / "source")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "ours.yaml").write_text("extends: official\n", "utf-8")
    ipexport.write(work_plan(), tmp_path / "plan.pdf", style="ours", source=source)
    assert "ours" in (tmp_path / "plan.pdf").read_text("utf-8")


def test_an_extension_that_is_not_known_lists_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(RequestError) as caught:
        ipexport.write(work_plan(), tmp_path / "plan.pfd")
    known = "known: .docx, .xlsx, .pdf, .yaml, .yml, .json, .txt"
    assert str(caught.value).endswith(f"plan.pfd: unknown extension '.pfd' (did you mean '.pdf'? {known})")


def test_a_format_that_cannot_be_read_says_which_can(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(b"")
    with pytest.raises(RequestError, match=r"plan\.docx: cannot be read \(yaml, json, transcription can\)"):
        ipexport.read(tmp_path / "plan.docx")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"regions": ["hubei"]}, "unknown region 'hubei'"),
        ({"language": "fr"}, "unknown language 'fr'"),
        ({"language": "en"}, "the dataset has no English"),
        ({"style": "pretty"}, "unknown style 'pretty'"),
    ],
)
def test_what_does_not_exist_is_said_and_nothing_is_written(
    tmp_path: Path, wrong: dict[str, object], message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        ipexport.write(work_plan(), tmp_path / "plan.docx", **wrong)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    ipexport.write(work_plan(), tmp_path / "plan.json")
    before = (tmp_path / "plan.json").read_bytes()
    (tmp_path / "again.json").symlink_to(tmp_path / "plan.json")
    for target in (tmp_path / "plan.json", tmp_path / "x" / ".." / "plan.json", tmp_path / "again.json"):
        with pytest.raises(RequestError, match="would be written over what was read"):
            ipexport.write(work_plan(), target, source=tmp_path / "plan.json", regions=["anhui"])
    assert (tmp_path / "plan.json").read_bytes() == before


@pytest.mark.parametrize("target", ["source", "source/", "source/regions/anhui.yaml", "source/workplan.yaml"])
def test_a_source_folder_is_never_overwritten(tmp_path: Path, target: str) -> None:
    source = save_dataset(tmp_path / "source")
    with pytest.raises(RequestError, match="would be written over what was read"):
        ipexport.write(work_plan(), f"{tmp_path}/{target}", source=source)


def test_a_document_can_lie_in_the_folder_of_the_dataset(tmp_path: Path) -> None:
    source = save_dataset(tmp_path / "source")
    ipexport.write(work_plan(), source / "plan.pdf", source=source)
    assert (source / "plan.pdf").is_file()


def test_a_region_whose_id_is_a_path_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    anhui: Region = replace(work_plan().regions[0], id=RegionId("../../anhui"))
    with pytest.raises(OutputError, match="cannot be the name of a file"):
        ipexport.write(replace(work_plan(), regions=(anhui,)), tmp_path / "a" / "b")
    assert not list(tmp_path.iterdir())


def test_a_source_that_is_not_there_is_said(tmp_path: Path) -> None:
    for name in ("nowhere", "nowhere.yaml", "nowhere.json"):
        with pytest.raises(SourceError, match=f"{name}: error: cannot be read"):
            ipexport.read(tmp_path / name)


def test_a_source_that_is_too_large_names_the_option(tmp_path: Path) -> None:
    source = save_dataset(tmp_path / "source")
    with pytest.raises(SourceError, match="--max-size"):
        ipexport.read(source, max_size=100)


def test_check_finds_nothing_in_a_good_dataset(tmp_path: Path) -> None:
    source = save_dataset(tmp_path / "source", work_plan().extract([RegionId("anhui")]))
    assert ipexport.check(source) == []


def test_check_gives_errors_and_warnings_as_values(tmp_path: Path) -> None:
    source = save_dataset(tmp_path / "source")
    assert [finding.severity for finding in ipexport.check(source)] == ["warning"] * 2
    region = source / "regions" / "anhui.yaml"
    region.write_text(region.read_text("utf-8").replace("code:", "cod:"), "utf-8")
    assert {finding.code for finding in ipexport.check(source)} == {"unknown-key", "missing-key", "markup"}


def test_check_raises_for_what_is_no_data_at_all(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("a: [", "utf-8")
    for path in (tmp_path / "plan.yaml", tmp_path / "nowhere", tmp_path):
        with pytest.raises(IpexportError):
            ipexport.check(path)
