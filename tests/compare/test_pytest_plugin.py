"""The pytest plugin as a project sees it that tests its documents with it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import ipexport
from ipexport.compare import golden
from ipexport.dataset import dump_json, dump_yaml, load_dataset
from ipexport.model import Text, WorkPlan
from tests.plain import save_dataset
from tests.sample import with_english, work_plan

pytest_plugins = ["pytester"]
PLUGIN = ("-p", "ipexport.compare.pytest_plugin")
README = Path(__file__).parents[2] / "README.md"

A_PATH = """
    def test_plan(golden_document):
        golden_document("produced.json", "golden/plan.yaml")
    """


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with a produced document and a golden one that is the same."""
    # Whether the plugin is installed, too, makes no difference.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    Path("produced.json").write_bytes(dump_json(work_plan()))
    Path("golden").mkdir()
    Path("golden/plan.yaml").write_bytes(dump_yaml(work_plan()))
    return pytester


def run(project: pytest.Pytester, test: str, *options: str) -> pytest.RunResult:
    project.makepyfile(test_it=test)
    return project.runpytest_inprocess(*PLUGIN, *options)


def lines(result: pytest.RunResult) -> list[str]:
    """The lines of the error, without the mark in front of them."""
    return [line[1:].strip() for line in result.outlines if re.match(r"E\b", line)]


def edited() -> WorkPlan:
    """The sample with a reworded task and one item less."""
    document = work_plan()
    anhui = document.regions[0]
    reform = anhui.groups[0]
    first, second = reform.tasks
    first = replace(first, text=Text("推进管理体制改革。"), results=(first.results[0][:1],))
    anhui = replace(anhui, groups=(replace(reform, tasks=(first, second)), *anhui.groups[1:]))
    return replace(document, regions=(anhui, *document.regions[1:]))


def test_a_document_that_says_the_same_in_another_format_passes(project: pytest.Pytester) -> None:
    run(project, A_PATH).assert_outcomes(passed=1)


def test_what_differs_is_shown_cell_by_cell_with_the_way_to_accept_it(project: pytest.Pytester) -> None:
    Path("produced.json").write_bytes(dump_json(edited()))
    result = run(project, A_PATH)
    result.assert_outcomes(failed=1)
    assert lines(result) == [
        "AssertionError: produced.json is not as golden/plan.yaml: 1 reworded, 1 removed",
        "",
        "安徽省 › 推进知识产权领域的改革创新 › 推进管理体制改革。",
        "~ task: 推[-动-]{+进+}管理体制改革。",
        "",
        "安徽省 › 推进知识产权领域的改革创新 › 推动管理体制改革。",
        "- results, item 2: [-2. 建立联席会议制度，85%以上的市建立机构。-]",
        "",
        "if this is right: pytest --ipexport-update test_it.py::test_plan",
    ]
    # The test's own line is shown, and nothing of the plugin.
    assert '>       golden_document("produced.json", "golden/plan.yaml")' in result.outlines
    assert "pytest_plugin" not in result.stdout.str()


def test_what_was_produced_is_accepted_by_an_option_and_said(project: pytest.Pytester) -> None:
    Path("produced.json").write_bytes(dump_json(edited()))
    result = run(project, A_PATH, "--ipexport-update")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*= golden documents =*", f"wrote {Path('golden', 'plan.yaml')}"])
    assert load_dataset(Path("golden/plan.yaml")).work_plan == edited()
    run(project, A_PATH).assert_outcomes(passed=1)


def test_a_golden_document_that_is_the_same_is_not_touched(project: pytest.Pytester) -> None:
    path = Path("golden/plan.yaml")
    path.write_text("# By hand.\n" + path.read_text("utf-8"), "utf-8")
    result = run(project, A_PATH, "--ipexport-update")
    result.assert_outcomes(passed=1)
    assert "wrote" not in result.stdout.str()
    assert path.read_text("utf-8").startswith("# By hand.\n")


def test_a_golden_document_that_is_missing_fails_until_it_is_accepted(project: pytest.Pytester) -> None:
    Path("golden/plan.yaml").unlink()
    result = run(project, A_PATH)
    result.assert_outcomes(failed=1)
    assert lines(result) == [
        "AssertionError: golden/plan.yaml: there is no such golden document",
        "",
        "if this is right: pytest --ipexport-update test_it.py::test_plan",
    ]
    run(project, A_PATH, "--ipexport-update").assert_outcomes(passed=1)
    assert Path("golden/plan.yaml").read_bytes() == dump_yaml(work_plan())


def test_bytes_and_work_plans_are_compared_and_accepted_like_files(project: pytest.Pytester) -> None:
    test = """
    from pathlib import Path
    import ipexport

    def test_bytes(golden_document):
        golden_document(Path("produced.json").read_bytes(), "new/bytes.json")

    def test_model(golden_document):
        golden_document(ipexport.read("produced.json"), "new/folder/")
    """
    run(project, test).assert_outcomes(failed=2)
    result = run(project, test, "--ipexport-update")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines([f"wrote {Path('new/bytes.json')}", f"wrote {Path('new/folder')}"])
    assert Path("new/bytes.json").read_bytes() == Path("produced.json").read_bytes()
    assert load_dataset(Path("new/folder")).work_plan == work_plan()
    Path("produced.json").write_bytes(dump_json(edited()))
    result = run(project, test)
    result.assert_outcomes(failed=2)
    assert "AssertionError: the work plan is not as new/folder: 1 reworded, 1 removed" in lines(result)


def test_a_golden_document_stands_beside_its_test(project: pytest.Pytester) -> None:
    folder = project.mkpydir("sub")
    (folder / "test_sub.py").write_text(
        "def test_sub(golden_document):\n    golden_document('produced.json', '../golden/plan.yaml')\n"
    )
    project.runpytest_inprocess(*PLUGIN, "sub").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("produced", "golden", "message"),
    [
        ("'gone.json'", "golden/plan.yaml", "gone.json: error: *"),
        ("'bad.json'", "golden/plan.yaml", "bad.json:1:*: error: *"),
        ("b'no PDF'", "golden/plan.pdf", "the bytes (as PDF): error: *"),
        ("'produced.json'", "golden/plan.png", "golden/plan.png: unknown extension '.png' *"),
        ("b''", "golden", "golden: unknown extension '' *"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--ipexport-update",)])
def test_what_is_no_document_is_one_line_and_never_accepted(
    project: pytest.Pytester, produced: str, golden: str, message: str, options: tuple[str, ...]
) -> None:
    Path("bad.json").write_text("{", "utf-8")
    test = f"""
    def test_plan(golden_document):
        golden_document({produced}, "{golden}")
    """
    before = sorted(Path("golden").iterdir())
    result = run(project, test, *options)
    result.assert_outcomes(failed=1)
    assert len(lines(result)) == 1
    result.stdout.fnmatch_lines([f"E * AssertionError: {message.replace('[', '[[]')}"])
    assert sorted(Path("golden").iterdir()) == before


def test_a_damaged_golden_document_fails_and_can_be_replaced(project: pytest.Pytester) -> None:
    Path("golden/plan.yaml").write_text("a: [", "utf-8")
    result = run(project, A_PATH)
    result.assert_outcomes(failed=1)
    assert lines(result)[0].startswith("AssertionError: golden/plan.yaml:2:1: error: not valid YAML")
    run(project, A_PATH, "--ipexport-update").assert_outcomes(passed=1)
    run(project, A_PATH).assert_outcomes(passed=1)


def test_what_a_format_cannot_hold_is_told_when_it_was_accepted(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden, "accept", lambda *_: None)
    Path("produced.json").write_bytes(dump_json(edited()))
    result = run(project, A_PATH, "--ipexport-update")
    result.assert_outcomes(failed=1)
    assert lines(result)[-1] == (
        "it was written, but its format cannot hold what differs: take another, as .yaml"
    )


def test_only_the_languages_of_both_are_compared(project: pytest.Pytester) -> None:
    ipexport.write(work_plan(), "golden/plan.pdf")
    Path("produced.json").write_bytes(
        dump_json(with_english(work_plan(), lambda zh: f"English of {len(zh)}"))
    )
    run(project, A_PATH.replace("plan.yaml", "plan.pdf")).assert_outcomes(passed=1)


def test_a_long_report_is_cut_unless_asked_for(project: pytest.Pytester) -> None:
    document = work_plan()
    many = tuple(Text(f"关键词{number}") for number in range(150))
    Path("produced.json").write_bytes(dump_json(replace(document, keywords=many)))
    result = run(project, A_PATH)
    assert "… and 55 more lines (pytest -vv shows them)" in lines(result)
    result = run(project, A_PATH, "-vv")
    assert len(lines(result)) == 157


def test_a_project_that_does_not_use_it_imports_nothing_of_it(project: pytest.Pytester) -> None:
    test = """
    import sys

    def test_nothing():
        ours = {name for name in sys.modules if name.startswith("ipexport")}
        assert ours == {"ipexport", "ipexport.compare", "ipexport.compare.pytest_plugin"}
        assert not {"yaml", "lxml", "rapidfuzz", "docx"} & set(sys.modules)
    """
    project.makepyfile(test_it=test)
    project.runpytest_subprocess(*PLUGIN).assert_outcomes(passed=1)


def test_the_example_of_the_readme_works(project: pytest.Pytester) -> None:
    (example,) = re.findall(r"```python\n([^`]*golden_document[^`]*)```", README.read_text("utf-8"))
    save_dataset(Path("source"))
    run(project, example, "--ipexport-update").assert_outcomes(passed=1)
    run(project, example).assert_outcomes(passed=1)
    save_dataset(Path("source"), edited())
    run(project, example).assert_outcomes(failed=1)
