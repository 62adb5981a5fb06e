"""For the tests of imported terminologies: tiny files in the true format of each kind, and a folder for stores."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.vocab.store import forget

UNII = (
    "Name\tTYPE\tUNII\tDisplay Name\n"
    "PAROXETINE\tcn\t41VRH5220H\tPAROXETINE\n"
    "PAROXETINE [INN]\tof\t41VRH5220H\tPAROXETINE\n"
    "PAROXETINE HYDROCHLORIDE HEMIHYDRATE\tcn\tX2ELS050D8\tPAROXETINE HYDROCHLORIDE HEMIHYDRATE\n"
    "SEROXAT\tbn\t41VRH5220H\tPAROXETINE\n"
    "ACETAMINOPHEN\tcn\t362O9ITL9D\tACETAMINOPHEN\n"
    "PARACETAMOL [INN]\tof\t362O9ITL9D\tACETAMINOPHEN\n"
    "TWICE LISTED\tcn\t362O9ITL9D\tACETAMINOPHEN\n"
    "TWICE LISTED\tcn\t41VRH5220H\tPAROXETINE\n"
    "TALC\tof\t7SEV7J4R1U\tTALC\n"
)
RECORDS = "UNII\tPT\tRN\tEC\n41VRH5220H\tPAROXETINE\t61869-08-7\t\n362O9ITL9D\tACETAMINOPHEN\t103-90-2\t203-157-5\n"
RXNORM = (
    "161|ENG||||||1|||161|RXNORM|IN|161|acetaminophen||N|4096|\n"
    "161|ENG||||||2|||DB00316|DRUGBANK|SY|DB00316|Paracetamol||N||\n"
    "161|ENG||||||3|||x|MMSL|BN|x|Tavoril||N||\n"
    "161|ENG||||||4|||x|MMSL|SY|x|APAP old||O||\n"
    "161|SPA||||||5|||x|MSHSPA|SY|x|Acetaminofén||N||\n"
    "32937|ENG||||||6|||32937|RXNORM|IN|32937|paroxetine||N|4096|\n"
    "114228|ENG||||||7|||114228|RXNORM|PIN|114228|paroxetine hydrochloride||N|4096|\n"
    "313782|ENG||||||8|||313782|RXNORM|SCD|313782|acetaminophen 325 MG Oral Tablet||N|4096|\n"
)
ATC = (
    "atc_code,atc_name,ddd,uom,adm_r,note\n"
    "N,NERVOUS SYSTEM,NA,NA,NA,NA\nN06AB,Selective serotonin reuptake inhibitors,NA,NA,NA,NA\n"
    'N06AB05,paroxetine,20,mg,O,NA\nN02BE51,"paracetamol, combinations excl. psycholeptics",NA,NA,NA,NA\n'
    "H02AB06,prednisolone,10,mg,O,NA\nD07AA03,prednisolone,NA,NA,NA,NA\n"
)
ATC_XML = (
    "<xml xmlns:rs='urn:schemas-microsoft-com:rowset' xmlns:z='#RowsetSchema'>\n<rs:data>\n"
    "<z:row ATCCode='N02BE' Name='Anilides' Comment=''/>\n<z:row ATCCode='N02BE01' Name='paracetamol' Comment=''/>\n"
    "</rs:data>\n</xml>\n"
)
MEDDRA = (
    "10028813$Nausea$10028813$$$$$$$Y$$\n"
    "10041367$Sick feeling of stomach$10028813$$$$$$$Y$$\n"
    "10000002$Nausea of old$10028813$$$$$$$N$$\n"
    "10019211$Headache$10019211$$$$$$$Y$$\n"
)
HPO = """format-version: 1.2
data-version: hp/releases/2024-04-26
ontology: hp

[Term]
id: HP:0002014
name: Diarrhea
synonym: "Watery stool" EXACT layperson []
synonym: "Loose bowel" BROAD []

[Term]
id: HP:0000001
name: Old sign
is_obsolete: true

[Term]
id: HP:0002018
name: Nausea

[Typedef]
id: part_of
name: part of
"""
DESCRIPTORS = """<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20250101.dtd">
<DescriptorRecordSet LanguageCode="eng">
 <DescriptorRecord DescriptorClass="1">
  <DescriptorUI>D000082</DescriptorUI><DescriptorName><String>Acetaminophen</String></DescriptorName>
  <ConceptList>
   <Concept PreferredConceptYN="Y"><ConceptUI>M0000105</ConceptUI><TermList>
     <Term ConceptPreferredTermYN="Y" RecordPreferredTermYN="Y"><String>Acetaminophen</String></Term>
     <Term ConceptPreferredTermYN="N" RecordPreferredTermYN="N"><String>Paracetamol</String></Term>
   </TermList></Concept>
   <Concept PreferredConceptYN="N"><ConceptUI>M0000106</ConceptUI><TermList>
     <Term ConceptPreferredTermYN="Y" RecordPreferredTermYN="N"><String>Narrower Product</String></Term>
   </TermList></Concept>
  </ConceptList>
 </DescriptorRecord>
</DescriptorRecordSet>
"""
SUPPLEMENTS = """<?xml version="1.0"?>
<SupplementalRecordSet LanguageCode="eng">
 <SupplementalRecord SCRClass="1">
  <SupplementalRecordUI>C098320</SupplementalRecordUI>
  <ConceptList><Concept PreferredConceptYN="Y"><TermList>
    <Term RecordPreferredTermYN="Y"><String>efavirenz</String></Term>
  </TermList></Concept></ConceptList>
 </SupplementalRecord>
</SupplementalRecordSet>
"""
FILES = {
    "unii": ("UNII_Names_15Mar2024.txt", UNII),
    "rxnorm": ("RXNCONSO.RRF", RXNORM),
    "atc": ("WHO ATC-DDD 2024-07-31.csv", ATC),
    "meddra": ("llt.asc", MEDDRA),
    "hpo": ("hp.obo", HPO),
    "mesh": ("desc2025.xml", DESCRIPTORS),
}
"""A file of each kind: its name as published, and its content."""
OTHERS = {
    "UNII_Records_15Mar2024.txt": RECORDS,
    "ATC 2025.xml": ATC_XML,
    "supp2025.xml": SUPPLEMENTS,
    "meddra_release.asc": "27.1$English$$$$\n",
}
"""Further files that the kinds are published as."""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of stores, where LEAFLET_VOCAB points to; still empty."""
    folder = tmp_path / "stores"
    monkeypatch.setenv("LEAFLET_VOCAB", str(folder))
    forget()
    yield folder
    forget()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """The file of each kind, written."""
    paths = {}
    for kind, (name, text) in FILES.items():
        paths[kind] = tmp_path / name
        paths[kind].write_text(text, encoding="utf-8")
    return paths


@pytest.fixture
def samples() -> dict[str, str]:
    """Every sample's content by the name of its file."""
    return {name: text for name, text in FILES.values()} | OTHERS
