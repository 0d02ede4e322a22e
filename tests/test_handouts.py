"""Building handouts: which files, what is up to date, what is recorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

import ipexport
from ipexport.errors import OutputError, RequestError, SourceError
from ipexport.model import Region, RegionId, Text, WorkPlan
from tests.plain import save_dataset, use_plain_formats
from tests.sample import with_english, work_plan

PARTS = ("workplan", "regions/anhui", "regions/jiangsu")
ALL = {f"zh/{part}.{extension}" for part in PARTS for extension in ("docx", "xlsx", "pdf")}


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    use_plain_formats(monkeypatch)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return save_dataset(tmp_path / "source")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def names(out: Path, files: tuple[Path, ...]) -> set[str]:
    return {file.relative_to(out).as_posix() for file in files}


def built(out: Path) -> set[str]:
    """The files that are there, without the manifest."""
    return {path.relative_to(out).as_posix() for path in out.rglob("*.*")} - {"manifest.json"}


def manifest(out: Path) -> dict[str, dict[str, object]]:
    return {entry["path"]: entry for entry in json.loads((out / "manifest.json").read_bytes())["files"]}


def change_jiangsu(source: Path, change: Callable[[Region], Region]) -> None:
    document = work_plan()
    anhui, jiangsu = document.regions
    save_dataset(source, replace(document, regions=(anhui, change(jiangsu))))


def test_the_whole_document_and_each_region_are_built_in_each_format(source: Path, out: Path) -> None:
    result = ipexport.build(source, out)
    assert names(out, result.written) == ALL
    assert built(out) == ALL
    assert result.unchanged == ()


def test_a_regions_file_holds_that_region_only(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    assert "安徽" not in (out / "zh/regions/jiangsu.pdf").read_text("utf-8")
    assert "安徽" in (out / "zh/workplan.pdf").read_text("utf-8")


def test_the_manifest_says_what_each_file_is(source: Path, out: Path) -> None:
    ipexport.build(source, out, style="compact")
    assert set(manifest(out)) == ALL
    entry = manifest(out)["zh/regions/jiangsu.xlsx"]
    data = (out / "zh/regions/jiangsu.xlsx").read_bytes()
    said = {key: entry[key] for key in ("region", "language", "style", "format", "size", "sha256")}
    assert said == {
        "region": "jiangsu",
        "language": "zh",
        "style": "compact",
        "format": "xlsx",
        "size": len(data),
        "sha256": sha256(data).hexdigest(),
    }


def test_only_what_is_asked_for_is_built(source: Path, out: Path) -> None:
    ipexport.build(source, out, formats=["pdf", "docx", "pdf"], regions=["jiangsu"], languages=["zh"])
    assert built(out) == {"zh/regions/jiangsu.docx", "zh/regions/jiangsu.pdf"}


def test_a_complete_second_language_is_built_too(tmp_path: Path, out: Path) -> None:
    source = save_dataset(tmp_path / "source", in_two_languages(work_plan()))
    ipexport.build(source, out, formats=["pdf"])
    assert built(out) == {f"{language}/{part}.pdf" for language in ("zh", "en", "zh-en") for part in PARTS}


def in_two_languages(document: WorkPlan) -> WorkPlan:
    return with_english(document, lambda _: "English")


def test_a_second_build_writes_nothing(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
    result = ipexport.build(source, out)
    assert (result.written, names(out, result.unchanged)) == ((), ALL)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.*")} == before


def test_two_builds_give_the_same_bytes(source: Path, tmp_path: Path) -> None:
    ipexport.build(source, tmp_path / "a")
    ipexport.build(source, tmp_path / "b", jobs=2)
    for name in (*ALL, "manifest.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_change_in_a_region_builds_that_region_and_the_whole_document(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    change_jiangsu(source, lambda region: replace(region, name=Text("江苏")))
    result = ipexport.build(source, out)
    assert names(out, result.written) == {name for name in ALL if "anhui" not in name}


def test_a_change_of_the_title_builds_everything(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    save_dataset(source, replace(work_plan(), title=Text("新的方案")))
    assert names(out, ipexport.build(source, out).written) == ALL


def test_another_style_builds_everything(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    assert names(out, ipexport.build(source, out, style="compact").written) == ALL


def test_a_change_in_a_style_sheet_builds_everything(source: Path, out: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "styles" / "ours.yaml"
    sheet.parent.mkdir()
    sheet.write_text("extends: official\n", "utf-8")
    ipexport.build(source, out, style="ours")
    sheet.write_text("extends: official\ntable: {padding: 1mm}\n", "utf-8")
    assert names(out, ipexport.build(source, out, style="ours").written) == ALL


def test_another_version_builds_everything(source: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ipexport.build(source, out)
    monkeypatch.setattr(ipexport, "__version__", "99")
    assert names(out, ipexport.build(source, out).written) == ALL


def test_source_date_epoch_is_an_input(source: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ipexport.build(source, out)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert names(out, ipexport.build(source, out).written) == ALL
    assert "1970-01-02" in (out / "zh/workplan.pdf").read_text("utf-8")


def test_a_file_that_was_changed_or_deleted_is_built_again(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    (out / "zh/workplan.pdf").write_bytes(b"edited")
    (out / "zh/workplan.docx").unlink()
    written = names(out, ipexport.build(source, out).written)
    assert written == {"zh/workplan.pdf", "zh/workplan.docx"}


def test_force_builds_what_is_up_to_date(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    assert names(out, ipexport.build(source, out, force=True).written) == ALL


def test_a_broken_manifest_builds_everything(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    (out / "manifest.json").write_bytes(b"{")
    assert names(out, ipexport.build(source, out).written) == ALL
    assert set(manifest(out)) == ALL


def test_the_manifest_keeps_files_that_were_not_asked_for_this_time(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    (out / "zh/workplan.xlsx").unlink()
    ipexport.build(source, out, formats=["pdf"], regions=["anhui"])
    assert set(manifest(out)) == ALL - {"zh/workplan.xlsx"}


def test_files_of_a_region_that_left_the_dataset_are_reported_and_not_deleted(
    source: Path, out: Path
) -> None:
    ipexport.build(source, out)
    save_dataset(source, work_plan().extract([RegionId("jiangsu")]))
    result = ipexport.build(source, out, formats=["pdf"])
    left = {f"zh/regions/anhui.{extension}" for extension in ("docx", "xlsx", "pdf")}
    assert names(out, result.left_over) == left
    assert built(out) == ALL
    assert set(manifest(out)) == ALL - left


def test_progress_is_reported_file_by_file_the_biggest_first(source: Path, out: Path) -> None:
    told: list[tuple[int, int, str]] = []
    ipexport.build(source, out, report=lambda done, total, file: told.append((done, total, file.stem)))
    assert [(done, total) for done, total, _ in told] == [(n, 9) for n in range(1, 10)]
    assert [stem for _, _, stem in told][:3] == ["workplan"] * 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"regions": ["hubei"]},
        {"languages": ["en"]},
        {"languages": ["zh-en"]},
        {"formats": ["yaml"]},
        {"style": "pretty"},
    ],
)
def test_what_does_not_exist_is_said_before_anything_is_written(
    source: Path, out: Path, wrong: dict[str, object]
) -> None:
    with pytest.raises(RequestError):
        ipexport.build(source, out, **wrong)  # type: ignore[arg-type]
    assert not out.exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_when_a_file_fails_the_finished_ones_stay_and_are_in_the_manifest(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    use_plain_formats(monkeypatch, "write_wrong", only="pdf")
    with pytest.raises(SourceError) as caught:
        ipexport.build(source, out, jobs=jobs)
    assert [finding.code for finding in caught.value.findings] == ["no-glyph"]
    assert built(out) == set(manifest(out))
    assert {"zh/workplan.docx", "zh/workplan.xlsx"} <= built(out) < ALL


def test_when_every_file_fails_nothing_is_written(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_plain_formats(monkeypatch, "write_wrong")
    with pytest.raises(SourceError):
        ipexport.build(source, out, jobs=2)
    assert not out.exists()


def test_an_interrupted_build_goes_on_where_it_stopped(source: Path, out: Path) -> None:
    def interrupt(done: int, total: int, file: Path) -> None:  # noqa: ARG001
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ipexport.build(source, out, report=interrupt)
    assert len(built(out)) == len(manifest(out)) == 4
    result = ipexport.build(source, out)
    assert (len(result.written), len(result.unchanged)) == (5, 4)


def test_a_process_that_dies_is_one_clear_line(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_plain_formats(monkeypatch, "write_and_die")
    with pytest.raises(OutputError, match="--jobs 1"):
        ipexport.build(source, out, jobs=2)


def test_a_region_whose_id_is_a_path_does_not_lead_out_of_the_folder(tmp_path: Path, out: Path) -> None:
    anhui = replace(work_plan().regions[0], id=RegionId("../../anhui"))
    ipexport.write(replace(work_plan(), regions=(anhui,)), tmp_path / "plan.json")
    with pytest.raises((OutputError, SourceError)):
        ipexport.build(tmp_path / "plan.json", out)
    assert not out.exists()


FORMS = {f"zh/forms/{region}.xlsx" for region in ("anhui", "jiangsu")}


def test_forms_are_built_for_the_regions_instead_of_handouts(source: Path, out: Path) -> None:
    result = ipexport.build(source, out, form=True)
    assert names(out, result.written) == built(out) == FORMS
    entry = manifest(out)["zh/forms/anhui.xlsx"]
    assert (entry["region"], entry["language"], entry["style"], entry["format"]) == (
        "anhui", "zh", "official", "form",
    )  # fmt: skip


def test_forms_and_handouts_stand_side_by_side_in_the_manifest(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    ipexport.build(source, out, form=True)
    assert set(manifest(out)) == ALL | FORMS
    assert ipexport.build(source, out).written == ()
    assert ipexport.build(source, out, form=True, regions=["jiangsu"]).written == ()


def test_a_form_is_built_again_when_form_yaml_changes_and_a_handout_is_not(source: Path, out: Path) -> None:
    ipexport.build(source, out)
    ipexport.build(source, out, form=True)
    (source / "form.yaml").write_text("columns: {plan: {required: yes}}\n", "utf-8")
    assert names(out, ipexport.build(source, out, form=True).written) == FORMS
    assert ipexport.build(source, out).written == ()


def test_a_form_that_is_wrong_stops_the_build_with_its_place(source: Path, out: Path) -> None:
    (source / "form.yaml").write_text("columns: {plans: }\n", "utf-8")
    with pytest.raises(SourceError, match=r"form\.yaml:1:11: error: columns has no key 'plans'"):
        ipexport.build(source, out, form=True)
    assert not out.exists()


def test_the_format_of_a_form_cannot_be_chosen(source: Path, out: Path) -> None:
    with pytest.raises(RequestError, match="forms are Excel files: a format cannot be chosen"):
        ipexport.build(source, out, formats=["docx"], form=True)
