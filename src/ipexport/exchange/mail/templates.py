"""What a mail says: templates in `styles/mail/LANGUAGE/`, filled in by Jinja2 in its sandbox.

    subject.txt    the subject, one line
    body.txt       the mail as plain text
    body.html      the same as a page, for programs that show one; a mail can do without

A folder beside the dataset comes before the built-in one, as a whole: texts of two authors would say
two things. README describes the words that a template can use (`Words`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ipexport.errors import Finding, Place, SourceError
from ipexport.exchange.mail.settings import is_one_line
from ipexport.model import Language
from ipexport.nodes import decode, read_file, suggest
from ipexport.style import built_in_styles

if TYPE_CHECKING:
    from jinja2 import Environment, Template

SUBJECT, TEXT, PAGE = "subject.txt", "body.txt", "body.html"


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment as the mail speaks of it: its name, its kind ("xlsx"), its size ("57 KB")."""

    name: str
    kind: str
    size: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a template can say; texts are in the language of the mail, "" where there is none."""

    region: str
    document: str
    heading: str
    deadline: str
    attachments: Sequence[Attached]
    salutation: str
    names: Sequence[str]
    sender: str
    reply_to: str


class Said(NamedTuple):
    """A mail's subject, plain text, and page, which can be None."""

    subject: str
    text: str
    page: str | None


class MailTemplates:
    """The templates of one language, read once. Raises `SourceError` where they are wrong."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        names = (SUBJECT, TEXT, *((PAGE,) if (folder / PAGE).exists() else ()))
        self._sources = {name: decode(read_file(folder / name), str(folder / name)) for name in names}
        # All are looked at before anything is written with one.
        self._templates = {name: self._template(name) for name in names}

    def say(self, words: Words) -> Said:
        """The mail in words. Raises `SourceError` with the file and line of what cannot be said."""
        said = {name: self._render(name, words) for name in self._templates}
        subject = said[SUBJECT].strip()
        if not subject or not is_one_line(subject):
            what = "has a line break or a control character" if subject else "is empty"
            raise self._wrong(SUBJECT, 1, f"the subject {what}", "write it in one line")
        if not said[TEXT].strip():
            raise self._wrong(TEXT, 1, "the mail says nothing", f"write what {PAGE} says, without the marks")
        return Said(subject, said[TEXT].strip() + "\n", said.get(PAGE))

    def _template(self, name: str) -> Template:
        from jinja2 import TemplateSyntaxError

        try:
            return _environment(self._source, page=name == PAGE).get_template(name)
        except TemplateSyntaxError as error:
            message = f"not a template: {error.message}"
            raise self._wrong(error.name or name, error.lineno, message) from None

    def _source(self, name: str) -> tuple[str, str, None] | None:
        """What Jinja2 loads: the text, and the file that a trace of an error names."""
        return (self._sources[name], str(self._folder / name), None) if name in self._sources else None

    def _render(self, name: str, words: Words) -> str:
        from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

        try:
            return self._templates[name].render(**_variables(words))
        except UndefinedError as error:
            raise self._wrong(*self._place(error, name), str(error), _variables_hint(str(error))) from None
        except TemplateNotFound as error:
            message = f"there is no template {error.name!r} in this folder"
            hint = suggest(str(error.name), self._sources)
            raise self._wrong(*self._place(error, name), message, hint) from None
        except TemplateSyntaxError as error:
            raise self._wrong(error.name or name, error.lineno, f"not a template: {error.message}") from None
        except Exception as error:  # a template is a program of the user's: anything can go wrong in it
            raise self._wrong(*self._place(error, name), f"{type(error).__name__}: {error}") from None

    def _place(self, error: Exception, name: str) -> tuple[str, int]:
        """The template and line in which something went wrong, line 0 where it is not known."""
        files = {str(self._folder / one): one for one in self._sources}
        found = name, 0
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in files:
                found = files[trace.tb_frame.f_code.co_filename], trace.tb_lineno
            trace = trace.tb_next
        return found

    def _wrong(self, name: str, line: int, message: str, hint: str = "") -> SourceError:
        place = Place(str(self._folder / name), line)
        return SourceError([Finding("template", "error", place, " ".join(message.split()), hint)])


def _environment(source: Callable[[str], tuple[str, str, None] | None], *, page: bool) -> Environment:
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FunctionLoader(source),
        undefined=StrictUndefined,
        autoescape=page,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def load_templates(language: Language, beside: Path) -> MailTemplates:
    """The templates of a language: those in the folder `styles/` beside the dataset, or the built-in."""
    own = beside / "mail" / language
    return MailTemplates(own if own.is_dir() else built_in_styles() / "mail" / language)


def _variables(words: Words) -> dict[str, object]:
    return {name: getattr(words, name) for name in Words.__slots__}


def _variables_hint(message: str) -> str:
    """What the word should have been: Jinja2 says "'deadlin' is undefined"."""
    if not message.endswith("' is undefined"):
        return ""
    return suggest(message.split("'")[1], Words.__slots__)
