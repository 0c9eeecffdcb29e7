"""LibreOffice as a person at a desk: a macro types, looks and saves, where a conversion only reads."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

_LIBRARY = '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
_LIBRARY += 'library:readonly="false" library:passwordprotected="false">{}</library:library>'
_MODULE = '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Desk" '
_MODULE += 'script:language="StarBasic">{}</script:module>'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

# Types what stands in a file of sheet, column, row (from 0) and words, and saves the book elsewhere.
TYPE = """
Sub Work(source As String, words As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  f = FreeFile
  Open words For Input As #f
  Do While Not Eof(f)
    Line Input #f, told
    part = Split(told, Chr(9))
    If UBound(part) = 3 Then
      book.Sheets.getByName(part(0)).getCellByPosition(CLng(part(1)), CLng(part(2))).FormulaLocal = part(3)
    End If
  Loop
  Close #f
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName" : how(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(target, how())
  book.close(True)
  StarDesktop.terminate()
End Sub
"""

# Writes what each drop-down offers, in the first row and far below: sheet, column, row, then its choices.
CHOICES = """
Sub Work(source As String, target As String, unused As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  f = FreeFile
  Open target For Output As #f
  For Each page In book.Sheets
    column = 0
    Do While page.getCellByPosition(column, 0).String <> ""
      For Each row In Array(1, 99999)
        rule = page.getCellByPosition(column, row).Validation
        If rule.Type = com.sun.star.sheet.ValidationType.LIST And rule.ShowList > 0 Then
          told = page.Name & Chr(9) & column & Chr(9) & row
          place = Split(Replace(rule.getFormula1(), "$", ""), "'")
          ends = Split(Replace(place(2), ".", ""), ":")
          block = book.Sheets.getByName(place(1)).getCellRangeByName(ends(0) & ":" & ends(1))
          For line = 0 To block.Rows.Count - 1
            told = told & Chr(9) & block.getCellByPosition(0, line).String
          Next line
          Print #f, told
        End If
      Next row
      column = column + 1
    Loop
  Next page
  Close #f
  book.close(True)
  StarDesktop.terminate()
End Sub
"""

# Writes where each comment stands and what it says: sheet, column, row (from 0), words in one line.
COMMENTS = """
Sub Work(source As String, target As String, unused As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  f = FreeFile
  Open target For Output As #f
  For Each page In book.Sheets
    notes = page.Annotations
    For number = 0 To notes.Count - 1
      note = notes.getByIndex(number)
      words = Join(Split(note.String, Chr(10)), " ")
      Print #f, page.Name & Chr(9) & note.Position.Column & Chr(9) & note.Position.Row & Chr(9) & words
    Next number
  Next page
  Close #f
  book.close(True)
  StarDesktop.terminate()
End Sub
"""


def run(soffice: str, desk: Path, macro: str, *arguments: str | Path) -> None:
    """Run the ``macro``'s Sub ``Work`` with three ``arguments``, in the profile ``desk``."""
    start = [soffice, f"-env:UserInstallation={desk.as_uri()}", "--headless", "--norestore"]
    basic = desk / "user" / "basic" / "Standard"
    if not basic.is_dir():  # its first start makes the library anew
        subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
        basic.mkdir(parents=True, exist_ok=True)
    named = '<library:element library:name="Desk"/>'
    (basic / "script.xlb").write_text(_HEAD + _LIBRARY.format(named), encoding="utf-8")
    (basic / "dialog.xlb").write_text(_HEAD + _LIBRARY.format(""), encoding="utf-8")
    (basic / "Desk.xba").write_text(_HEAD + _MODULE.format(escape(macro)), encoding="utf-8")
    given = ",".join(f'"{argument}"' for argument in arguments)
    subprocess.run(
        [*start, f"macro:///Standard.Desk.Work({given})"], check=True, capture_output=True, timeout=300
    )
