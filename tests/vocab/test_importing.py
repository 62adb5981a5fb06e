"""Files in, stores out: whole or not at all, equal for equal content, from wherever users keep the files."""

import gzip
import sqlite3
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.vocab import codes_for, versions
from pipeline.vocab.importing import import_files, remove
from pipeline.vocab.store import forget, read_info


def only(kind: str, term: str) -> str:
    (code,) = codes_for(kind, term)
    return code.code


@pytest.mark.parametrize(
    ("kind", "name", "term", "code"),
    [
        ("unii", "UNII_Records_15Mar2024.txt", "acetaminophen", "362O9ITL9D"),
        ("atc", "ATC 2025.xml", "paracetamol", "N02BE01"),
        ("mesh", "supp2025.xml", "efavirenz", "C098320"),
    ],
)
def test_other_forms_of_a_kind(
    store: Path, tmp_path: Path, samples: dict[str, str], kind: str, name: str, term: str, code: str
) -> None:
    (tmp_path / name).write_text(samples[name], encoding="utf-8")
    import_files(kind, [tmp_path / name])
    assert only(kind, term) == code


def test_a_table_of_codes_separated_by_semicolons(store: Path, tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text("ATC code;ATC level name\nN02BE01;paracetamol\n", encoding="utf-8")
    import_files("atc", [tmp_path / "index.csv"])
    assert only("atc", "Paracetamol") == "N02BE01"


def test_several_files_make_one_store(store: Path, tmp_path: Path, samples: dict[str, str]) -> None:
    for name in ("desc2025.xml", "supp2025.xml"):
        (tmp_path / name).write_text(samples[name], encoding="utf-8")
    info = import_files("mesh", [tmp_path / "desc2025.xml", tmp_path / "supp2025.xml"])
    assert (info.files, info.names, info.release) == (["desc2025.xml", "supp2025.xml"], 3, "2025")


def test_gzipped_in_an_archive_or_in_a_folder(store: Path, tmp_path: Path, samples: dict[str, str]) -> None:
    zipped = tmp_path / "RxNorm_full_01062025.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("readme.txt", "not this one")
        archive.writestr("rrf/RXNCONSO.RRF", samples["RXNCONSO.RRF"])
    assert import_files("rxnorm", [zipped]).release == "01062025"
    (tmp_path / "desc2025.xml.gz").write_bytes(gzip.compress(samples["desc2025.xml"].encode()))
    assert import_files("mesh", [tmp_path / "desc2025.xml.gz"]).release == "2025"
    folder = tmp_path / "MedDRA" / "MedAscii"
    folder.mkdir(parents=True)
    for name in ("llt.asc", "meddra_release.asc"):
        (folder / name).write_text(samples[name], encoding="utf-8")
    assert import_files("meddra", [tmp_path / "MedDRA"]).release == "27.1"
    assert import_files("meddra", [folder / "llt.asc"]).release == "27.1"


def test_the_version_is_the_release_and_the_hash_of_what_is_looked_up(store: Path, files: dict[str, Path]) -> None:
    first = import_files("hpo", [files["hpo"]])
    assert versions() == {"hpo": f"2024-04-26 sha256:{first.digest}"}
    text = files["hpo"].read_text("utf-8")
    files["hpo"].write_text(text.replace("name: part of", "name: is part of"), encoding="utf-8")
    assert import_files("hpo", [files["hpo"]]).digest == first.digest, "no name or code has changed"
    files["hpo"].write_text(text.replace("HP:0002018", "HP:0002017"), encoding="utf-8")
    again = import_files("hpo", [files["hpo"]], release="mine")
    assert again.digest != first.digest
    assert versions() == {"hpo": f"mine sha256:{again.digest}"}


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("unii", "name,code\nx,y\n", r"line 1: found 'name,code' where the columns' titles should be; give UNII_Names"),
        ("unii", "Name\tTYPE\tUNII\tDisplay Name\nTALC\tof\tshort\tTALC\n", r"line 2: found .*no UNII in column 3"),
        ("unii", "Name\tTYPE\tUNII\tDisplay Name\n", r"holds no names; give UNII_Names"),
        ("rxnorm", "161|ENG|acetaminophen|\n", r"line 1: found .*not 18 fields closed by bars; give RXNCONSO.RRF"),
        ("atc", "a,b\n1,2\n", r"line 1: found 'a,b' where the columns' titles should be; give the WHO centre's"),
        (
            "atc",
            "code,name\nN02BE01,paracetamol\npain,x\n",
            r"line 3: found 'pain,x', which has no ATC code in column 1",
        ),
        ("meddra", "Nausea;10028813\n", r"line 1: found .*no lowest level term with its codes; give llt.asc"),
        ("hpo", "[Term]\nid: HP:0002018\nname: Nausea\n", r"line 1: found no format-version, .*; give hp.obo"),
        ("hpo", "x\n" * 300, r"line 201: found 'x' and no format-version before it"),
        ("mesh", "D000082 Acetaminophen\n", r"line 1: found 'D000082 .* where XML should begin; give descYYYY"),
        ("mesh", "<DescriptorRecordSet>\n<DescriptorRecord>\n</Wrong>\n", r"line 3: found XML that cannot be read"),
        ("mesh", "<html><body>Not found</body></html>\n", r"holds no names; give descYYYY"),
        ("mesh", '<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>\n', r"line 1: found definitions of entities"),
        ("mesh", "<A><DescriptorRecord><X/></DescriptorRecord></A>", r"a DescriptorRecord without a DescriptorUI"),
    ],
)
def test_a_wrong_file_is_told_and_leaves_the_old_store(
    store: Path, files: dict[str, Path], tmp_path: Path, kind: str, text: str, words: str
) -> None:
    before = import_files(kind, [files[kind]])
    wrong = tmp_path / "wrong.file"
    wrong.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=rf"wrong\.file.*{words}"):
        import_files(kind, [wrong])
    assert read_info(store / f"{kind}.vocab") == before
    assert [p.name for p in store.iterdir()] == [f"{kind}.vocab"], "nothing half-made is left"


def test_binary_bytes_are_a_wrong_file(store: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.file"
    wrong.write_bytes(b"\x00\xff\xfe" * (1 << 19))
    for kind in ("unii", "rxnorm", "atc", "meddra", "hpo", "mesh"):
        with pytest.raises(UsageError, match=r"wrong\.file: line 1: found"):
            import_files(kind, [wrong])


def test_what_cannot_be_opened_is_told(store: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.txt: does not exist; check the path"):
        import_files("unii", [tmp_path / "missing.txt"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"empty: holds no llt\.asc; give llt\.asc of a MedDRA release"):
        import_files("meddra", [tmp_path / "empty"])
    (tmp_path / "cut.obo.gz").write_bytes(gzip.compress(b"format-version: 1.2\n" * 500)[:40])
    with pytest.raises(UsageError, match=r"cut\.obo\.gz: cannot be read: .*; unpack it or fetch it again"):
        import_files("hpo", [tmp_path / "cut.obo.gz"])


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, files: dict[str, Path]) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match=r"cannot be written to: .*; choose another folder with --store"):
        import_files("hpo", [files["hpo"]], folder=tmp_path / "file")


def test_a_damaged_store_is_told_and_importing_mends_it(store: Path, files: dict[str, Path]) -> None:
    store.mkdir()
    (store / "hpo.vocab").write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(UsageError, match=r"no store of this version; import it again with `leaflet vocab import hpo`"):
        codes_for("hpo", "nausea")
    import_files("hpo", [files["hpo"]])
    assert only("hpo", "nausea") == "HP:0002018"
    with sqlite3.connect(store / "hpo.vocab") as older:
        older.execute("UPDATE about SET value = '0' WHERE key = 'format'")
    older.close()
    forget()
    with pytest.raises(UsageError, match="no store of this version"):
        versions()


def test_removing(store: Path, files: dict[str, Path]) -> None:
    import_files("hpo", [files["hpo"]])
    assert remove("hpo") == store / "hpo.vocab"
    assert codes_for("hpo", "nausea") == []
    with pytest.raises(UsageError, match="holds no hpo; `leaflet vocab list` shows"):
        remove("hpo")
