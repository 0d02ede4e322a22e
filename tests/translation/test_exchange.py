"""Files for translators, out and back, through other programs' libraries as well."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from lxml import etree
from translate.storage import pypo, xliff2

from ipexport.dataset import dump_json
from ipexport.errors import IpexportError, RequestError, SourceError
from ipexport.translation.exchange import Imported, export_file, import_file
from ipexport.translation.lock import FILE
from ipexport.translation.status import confirm_translation, translation_status
from ipexport.translation.texts import load_texts
from tests.plain import save_dataset
from tests.translation.datasets import REGION, edit, save_translated, text_of, translated

ROOT = Path(__file__).parents[2]
EXTENSIONS = ("po", "xlf")
ID = "anhui-reform-1.results.1"
ZH, EN, NEW = "部署改革。", "The reform was planned.", "The reform was “planned” & begun; 100% \\done <b>."
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A translated dataset that is confirmed, with a glossary."""
    folder = save_translated(tmp_path / "source")
    (folder / "glossary.yaml").write_text(
        "terms:\n- {zh: 改革, en: reform, also: [reforms], note: Not change.}\n", "utf-8"
    )
    confirm_translation(folder)
    return folder


def export(source: Path, extension: str, **asked: object) -> Path:
    path = source.parent / f"out.{extension}"
    export_file(source, path, **asked)  # type: ignore[arg-type]
    return path


def translate(path: Path, id: str, english: str, *, fuzzy: bool = False) -> None:
    """Changes a translation as Weblate does, with the Translate Toolkit."""
    store = (pypo.pofile if path.suffix == ".po" else xliff2.Xliff2File).parsefile(str(path))
    for unit in store.units:
        if id == (unit.getcontext() if path.suffix == ".po" else unit.getid()):
            unit.target = english
            unit.markfuzzy(fuzzy)
            break
    else:
        raise AssertionError(id)
    store.savefile(str(path))


def files(source: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(source.rglob("*")) if path.is_file()}


def codes(done: Imported) -> list[str]:
    return [finding.code for finding in done.findings]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_what_was_not_touched_comes_back_and_changes_nothing(source: Path, extension: str) -> None:
    before = files(source)
    done = import_file(source, export(source, extension))
    assert (done.written, done.settled, done.findings) == ((), 0, ())
    assert files(source) == before


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_the_whole_work_plan_goes_out_and_back(tmp_path: Path, extension: str) -> None:
    shutil.copytree(ROOT / "source", tmp_path / "source")
    before = files(tmp_path / "source")
    done = import_file(tmp_path / "source", export(tmp_path / "source", extension))
    assert done.kept == len(load_texts(tmp_path / "source").texts)
    assert done.findings == ()
    assert files(tmp_path / "source") == before


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_the_same_dataset_gives_the_same_bytes(source: Path, extension: str) -> None:
    once = export(source, extension).read_bytes()
    assert export(source, extension).read_bytes() == once


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_new_english_is_written_and_nothing_else_changes(source: Path, extension: str) -> None:
    path = export(source, extension)
    before = (source / REGION).read_text("utf-8")
    translate(path, ID, NEW)
    done = import_file(source, path)
    assert [one.id for one in done.written] == [ID]
    assert text_of(source, ID).text.en == NEW
    lines = zip(before.splitlines(), (source / REGION).read_text("utf-8").splitlines(), strict=True)
    assert len([1 for old, new in lines if old != new]) == 1
    assert translation_status(source).open == ()


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_missing_translation_is_filled_in(tmp_path: Path, extension: str) -> None:
    source = save_dataset(tmp_path / "source", translated())
    confirm_translation(source)
    edit(source / REGION, f"- zh: {ZH}\n      en: {EN}", f"- {ZH}")
    path = export(source, extension, only=("missing",))
    translate(path, ID, NEW)
    done = import_file(source, path)
    assert (len(done.written), done.settled, done.findings) == (1, 1, ())
    assert text_of(source, ID).text.en == NEW
    assert translation_status(source).open == ()


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_stale_text_is_fuzzy_and_settled_by_the_translator(source: Path, extension: str) -> None:
    edit(source / REGION, f"zh: {ZH}", "zh: 部署新的改革。")
    path = export(source, extension, only=("stale",))
    store = (pypo.pofile if extension == "po" else xliff2.Xliff2File).parsefile(str(path))
    (unit,) = [unit for unit in store.units if unit.source]
    assert unit.isfuzzy()
    assert import_file(source, path).settled == 0
    assert [one.id for _, one in translation_status(source).open] == [ID]
    translate(path, ID, EN)
    assert import_file(source, path).settled == 1
    assert translation_status(source).open == ()


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_english_that_is_still_fuzzy_stays_stale(source: Path, extension: str) -> None:
    edit(source / REGION, f"zh: {ZH}", "zh: 部署新的改革。")
    path = export(source, extension)
    translate(path, ID, "A new reform.", fuzzy=True)
    done = import_file(source, path)
    assert (len(done.written), done.settled) == (1, 0)
    assert [one.id for _, one in translation_status(source).open] == [ID]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_english_of_chinese_that_changed_is_not_taken(source: Path, extension: str) -> None:
    path = export(source, extension)
    translate(path, ID, NEW)
    edit(source / REGION, f"zh: {ZH}", "zh: 部署新的改革。")
    before = files(source)
    done = import_file(source, path)
    assert codes(done) == ["chinese-changed"]
    assert str(done.findings[0]).startswith(f"{path}:")
    assert files(source) == before


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_english_that_changed_on_both_sides_is_a_conflict(source: Path, extension: str) -> None:
    path = export(source, extension)
    translate(path, ID, NEW)
    edit(source / REGION, EN, "The reform was planned here.")
    before = files(source)
    assert codes(import_file(source, path)) == ["english-changed"]
    assert files(source) == before


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_english_that_changed_in_the_dataset_alone_stays(source: Path, extension: str) -> None:
    path = export(source, extension)
    edit(source / REGION, EN, "The reform was planned here.")
    before = files(source)
    assert import_file(source, path).findings == ()
    assert files(source) == before


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_text_that_moved_within_its_cell_is_found_again(source: Path, extension: str) -> None:
    path = export(source, extension)
    translate(path, ID, NEW)
    edit(source / REGION, f"    - zh: {ZH}", f"    - zh: 新。\n      en: Some news.\n    - zh: {ZH}")
    assert import_file(source, path).findings == ()
    assert text_of(source, "anhui-reform-1.results.2").text.en == NEW


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_text_that_is_no_longer_there_is_reported(source: Path, extension: str) -> None:
    path = export(source, extension)
    translate(path, "anhui-reform-2.task", NEW)
    edit(source / REGION, "id: anhui-reform-2", "id: anhui-reform-3")
    edit(source / REGION, "      - anhui-reform-2", "      - anhui-reform-3")
    assert set(codes(import_file(source, path))) == {"unknown-text"}


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_english_with_a_line_break_is_refused(source: Path, extension: str) -> None:
    path = export(source, extension)
    translate(path, ID, "One\ntwo.")
    before = files(source)
    assert codes(import_file(source, path)) == ["line-break"]
    assert files(source) == before


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_terms_places_and_notes_go_along(source: Path, extension: str) -> None:
    edit(source / REGION, f"zh: {ZH}", "zh: 部署新的改革。")
    text = export(source, extension).read_text("utf-8")
    assert "Not change." in text
    assert "reforms" in text
    assert f"{REGION}:" in text
    assert "The Chinese has changed since this was translated." in text


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_regions_and_states_can_be_asked_for(source: Path, extension: str) -> None:
    assert "workplan.title" not in export(source, extension, regions=["anhui"]).read_text("utf-8")
    assert "anhui-reform" not in export(source, extension, regions=["workplan"]).read_text("utf-8")
    with pytest.raises(RequestError, match="there is no such text"):
        export(source, extension, only=("missing",))
    with pytest.raises(RequestError, match="unknown region 'anhoi'"):
        export(source, extension, regions=["anhoi"])


def test_polib_changes_a_po_file_in_the_same_way(source: Path) -> None:
    path = export(source, "po")
    file = polib.pofile(str(path), wrapwidth=60)
    (entry,) = [entry for entry in file if entry.msgctxt == ID]
    entry.msgstr = NEW
    file.save()
    import_file(source, path)
    assert text_of(source, ID).text.en == NEW


def test_gettext_finds_nothing_wrong_with_a_po_file(tmp_path: Path) -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("needs gettext: apt-get install gettext")
    path = tmp_path / "all.po"
    export_file(ROOT / "source", path)
    said = subprocess.run(
        ["msgfmt", "--check", "-o", str(tmp_path / "all.mo"), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stderr == ""


def test_an_xliff_file_has_the_order_and_the_attributes_of_the_schema(source: Path) -> None:
    root = etree.parse(str(export(source, "xlf"))).getroot()
    assert (root.tag, root.get("version"), root.get("srcLang"), root.get("trgLang")) == (
        f"{XLIFF}xliff",
        "2.1",
        "zh-CN",
        "en",
    )
    ids = [file.get("id") for file in root]
    assert ids == ["workplan", "anhui"]
    for unit in root.iter(f"{XLIFF}unit"):
        modules = [child for child in unit if not child.tag.startswith(XLIFF)]
        own = [child.tag.removeprefix(XLIFF) for child in unit if child.tag.startswith(XLIFF)]
        assert list(unit)[: len(modules)] == modules, "modules stand first"
        assert own == ["notes", "segment"]
        assert [child.tag.removeprefix(XLIFF) for child in unit[-1]] == ["source", "target"]
        assert unit[-1].get("state") == "translated"
    for entry in root.iter("{urn:oasis:names:tc:xliff:glossary:2.0}glossEntry"):
        assert [etree.QName(child).localname for child in entry] == [
            "term",
            "translation",
            "translation",
            "definition",
        ]


def test_a_unit_that_an_editor_split_is_put_together(source: Path) -> None:
    path = export(source, "xlf")
    edit(
        path,
        f"<source>{ZH}</source>\n        <target>{EN}</target>",
        "<source>部署</source><target>The reform </target></segment><ignorable><source/></ignorable>"
        '<segment state="final"><source>改<mrk id="m1" type="term">革</mrk>。</source><target>came.</target>',
    )
    assert import_file(source, path).findings == ()
    assert text_of(source, ID).text.en == "The reform came."


def test_english_without_a_word_on_where_it_began_overwrites_nothing(source: Path) -> None:
    path = export(source, "po")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("#. exported")), "utf-8")
    translate(path, ID, NEW)
    assert codes(import_file(source, path)) == ["english-changed"]


def test_a_text_that_stands_twice_counts_once(source: Path) -> None:
    path = export(source, "xlf")
    text = path.read_text("utf-8")
    start = text.index(f'    <unit id="{ID}"')
    end = text.index("</unit>", start) + len("</unit>\n")
    path.write_text(text[:end] + text[start:end].replace(EN, "Another one.") + text[end:], "utf-8")
    assert codes(import_file(source, path)) == ["duplicate-id"]
    assert text_of(source, ID).text.en == EN


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.po", "hello\n", "a.po:1: error: not valid PO"),
        ("a.po", 'msgid "a"\nmsgstr "b\n', "a.po:2: error: not valid PO: a string without its end"),
        ("a.po", 'msgid "a"\nmsgstr "b"c"\n', "a.po:2: error: not valid PO"),
        ("a.po", 'msgid "a"\nmsgid "b"\n', "a.po:2: error: not valid PO"),
        ("a.po", 'msgid ""\nmsgstr "Language: de\\n"\n', "the language of the file is 'de', not English"),
        ("a.xlf", "hello", "a.xlf:1:1: error: not valid XML"),
        ("a.xlf", "<xliff>\n<a></xliff>", "a.xlf:2:12: error: not valid XML"),
        ("a.xlf", '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "a.xlf:1: error: not XLIFF 2.1 but xliff 1.2"),
        ("a.xlf", '<xliff version="2.1" srcLang="zh" trgLang="de" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "the language of the file is 'de'"),
        ("a.xlf", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff>&e;</xliff>', "a DOCTYPE, which XLIFF does not have"),
        ("a.txt", "", "unknown extension '.txt'"),
        ("a.po", None, "a.po: error: cannot be read"),
    ],
)  # fmt: skip
def test_wrong_files_are_refused_in_one_line(source: Path, name: str, text: str | None, message: str) -> None:
    path = source.parent / name
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(IpexportError) as caught:
        import_file(source, path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_entities_are_not_multiplied(source: Path) -> None:
    path = source.parent / "bomb.xlf"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 100}">' for n in range(1, 9))
    path.write_text(f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><xliff a="&e8;">&e8;</xliff>', "utf-8")
    with pytest.raises(SourceError):
        import_file(source, path)


def test_a_code_in_a_translation_is_refused_at_its_line(source: Path) -> None:
    path = export(source, "xlf")
    edit(path, f"<target>{EN}", f'<target>{EN}<ph id="1"/>')
    with pytest.raises(SourceError, match=r"out\.xlf:\d+: error: the code 'ph' in a target"):
        import_file(source, path)


def test_english_is_not_written_into_json(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(dump_json(translated()))
    export_file(tmp_path / "plan.json", tmp_path / "a.po")
    translate(tmp_path / "a.po", ID, NEW)
    with pytest.raises(RequestError, match="English is written into YAML"):
        import_file(tmp_path / "plan.json", tmp_path / "a.po")


def test_a_dataset_without_a_lock_gets_none_by_an_import(tmp_path: Path) -> None:
    source = save_translated(tmp_path / "source")
    path = export(source, "po")
    translate(path, ID, NEW)
    assert len(import_file(source, path).written) == 1
    assert not (source / FILE).exists()
