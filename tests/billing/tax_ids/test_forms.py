"""The form of tax IDs, of every type: the examples of Stripe's documentation are taken, and what has another form is
not."""

import pytest

from app.domain.core_resources.tax_ids.forms import MODULES, PATTERNS, can_exist, is_well_formed
from app.tables.shapes.tax_ids import TaxIdType

EXAMPLES = """
ad_nrt A-123456-Z
ae_trn 123456789012345
al_tin J12345678N
am_tin 02538904
ao_tin 5123456789
ar_cuit 12-3456789-01
au_abn 12345678912
au_arn 123456789123
ba_tin 123456789012
bb_tin 1123456789012
bg_uic 123456789
bh_vat 123456789012345
bo_tin 123456789
br_cnpj 01.234.456/5432-10
br_cpf 123.456.789-87
bs_tin 123.456.789
by_tin 123456789
ca_bn 123456789
ca_gst_hst 123456789RT0002
ca_pst_bc PST-1234-5678
ca_pst_mb 123456-7
ca_pst_sk 1234567
ca_qst 1234567890TQ1234
cd_nif A0123456M
ch_uid CHE-123.456.789 HR
ch_vat CHE-123.456.789 MWST
cl_tin 12.345.678-K
cn_tin 123456789012345678
co_nit 123.456.789-0
cr_tin 1-234-567890
de_stn 1234567890
do_rcn 123-4567890-1
ec_ruc 1234567890001
eg_tin 123456789
es_cif A12345678
eu_oss_vat EU123456789
eu_vat ATU12345678
eu_vat BE0123456789
eu_vat BG0123456789
eu_vat HR12345678912
eu_vat CY12345678Z
eu_vat CZ1234567890
eu_vat DK12345678
eu_vat EE123456789
eu_vat FI12345678
eu_vat FRAB123456789
eu_vat DE123456789
eu_vat EL123456789
eu_vat HU12345678
eu_vat HU12345678912
eu_vat IE1234567AB
eu_vat IT12345678912
eu_vat LV12345678912
eu_vat LT123456789123
eu_vat LU12345678
eu_vat MT12345678
eu_vat NL123456789B12
eu_vat PL1234567890
eu_vat PT123456789
eu_vat RO1234567891
eu_vat SK1234567891
eu_vat SI12345678
eu_vat ESA1234567Z
eu_vat SE123456789123
eu_vat XI123456789
gb_vat GB123456789
ge_vat 123456789
gn_nif 123456789
hk_br 12345678
hr_oib 12345678901
hr_oib HR12345678901
hu_tin 12345678-1-23
id_npwp 012.345.678.9-012.345
il_vat 000012345
in_gst 12ABCDE3456FGZH
is_vat 123456
jp_cn 1234567891234
jp_rn 12345
jp_trn T1234567891234
ke_pin P000111111A
kh_tin 1001-123456789
kr_brn 123-45-67890
kz_bin 123456789012
li_uid CHE123456789
li_vat 12345
ma_vat 12345678
md_vat 1234567
me_pib 12345678
mk_vat MK1234567890123
mr_nif 12345678
mx_rfc ABC010203AB9
my_frp 12345678
my_itn C 1234567890
my_sst A12-3456-78912345
ng_tin 12345678-0001
no_vat 123456789MVA
no_voec 1234567
np_pan 123456789
nz_gst 123456789
om_vat OM1234567890
pe_ruc 12345678901
ph_tin 123456789012
ro_tin 1234567890123
rs_pib 123456789
ru_inn 1234567891
ru_kpp 123456789
sa_vat 123456789012345
sg_gst M12345678X
sg_uen 123456789F
si_tin 12345678
sn_ninea 12345672A2
sr_fin 1234567890
sv_nit 1234-567890-123-4
th_vat 1234567891234
tj_tin 123456789
tr_tin 0123456789
tw_vat 12345678
tz_vat 12345678A
ua_vat 123456789
ug_tin 1014751879
us_ein 12-3456789
uy_ruc 123456789012
uz_tin 123456789
uz_vat 123456789012
ve_rif A-12345678-9
vn_tin 1234567890
za_vat 4123456789
zm_tin 1004751879
zw_tin 1234567890
"""
CASES = [(TaxIdType(type), value) for type, value in (line.split(" ", 1) for line in EXAMPLES.split("\n") if line)]
GENUINE = [
    ("au_abn", "51 824 753 556"),
    ("br_cnpj", "16.727.230/0001-97"),
    ("ch_vat", "CHE-107.787.577 IVA"),
    ("es_cif", "J99216582"),
    ("eu_vat", "DE136695976"),
    ("eu_vat", "PL8567346215"),
    ("eu_vat", "IE6433435F"),
    ("gb_vat", "GB980780684"),
    ("no_vat", "995525828MVA"),
]
"""Numbers with right check digits."""


@pytest.mark.parametrize(("type", "value"), CASES)
def test_the_examples_of_the_documentation_have_the_form_of_their_type(type: TaxIdType, value: str) -> None:
    assert is_well_formed(type, value)
    assert not is_well_formed(type, value + "1234567890123")
    assert not is_well_formed(type, "?")
    assert not is_well_formed(type, "ZZ123456789?")


def test_there_is_an_example_and_a_form_of_every_type() -> None:
    every = {*TaxIdType} - {TaxIdType.UNKNOWN}
    assert {type for type, _ in CASES} == every
    assert MODULES.keys() | PATTERNS.keys() == every


@pytest.mark.parametrize(("type", "value"), GENUINE)
def test_check_digits_say_which_numbers_can_exist(type: str, value: str) -> None:
    assert can_exist(TaxIdType(type), value)
    place = max(place for place, letter in enumerate(value) if letter.isdigit())
    wrong = value[:place] + str((int(value[place]) + 1) % 10) + value[place + 1 :]
    assert is_well_formed(TaxIdType(type), wrong)
    assert not can_exist(TaxIdType(type), wrong)


def test_a_tax_id_of_an_unknown_type_has_no_form() -> None:
    assert not is_well_formed(TaxIdType.UNKNOWN, "123456789")
