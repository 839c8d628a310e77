"""The form of tax IDs: which characters a number of each type has, and whether its check digits are right."""

import re
from functools import cache
from importlib import import_module
from typing import Any

from stdnum.exceptions import InvalidFormat, ValidationError

from app.tables.shapes.tax_ids import TaxIdType

SEPARATORS = re.compile(r"[\s./-]")
"""What stands between the characters of a number, and is no part of it."""

MODULES: dict[TaxIdType, str] = {
    TaxIdType.AD_NRT: "ad.nrt",
    TaxIdType.AL_TIN: "al.nipt",
    TaxIdType.AR_CUIT: "ar.cuit",
    TaxIdType.AU_ABN: "au.abn",
    TaxIdType.BG_UIC: "bg.vat",
    TaxIdType.BR_CNPJ: "br.cnpj",
    TaxIdType.BR_CPF: "br.cpf",
    TaxIdType.BY_TIN: "by.unp",
    TaxIdType.CA_BN: "ca.bn",
    TaxIdType.CA_GST_HST: "ca.bn",
    TaxIdType.CH_UID: "ch.uid",
    TaxIdType.CH_VAT: "ch.vat",
    TaxIdType.CL_TIN: "cl.rut",
    TaxIdType.CN_TIN: "cn.uscc",
    TaxIdType.CO_NIT: "co.nit",
    TaxIdType.CR_TIN: "cr.cpj",
    TaxIdType.DE_STN: "de.stnr",
    TaxIdType.DO_RCN: "do.rnc",
    TaxIdType.EC_RUC: "ec.ruc",
    TaxIdType.EG_TIN: "eg.tn",
    TaxIdType.ES_CIF: "es.cif",
    TaxIdType.EU_OSS_VAT: "eu.oss",
    TaxIdType.EU_VAT: "eu.vat",
    TaxIdType.GB_VAT: "gb.vat",
    TaxIdType.GN_NIF: "gn.nifp",
    TaxIdType.HR_OIB: "hr.oib",
    TaxIdType.HU_TIN: "hu.anum",
    TaxIdType.ID_NPWP: "id.npwp",
    TaxIdType.IL_VAT: "il.hp",
    TaxIdType.IN_GST: "in_.gstin",
    TaxIdType.IS_VAT: "is_.vsk",
    TaxIdType.JP_CN: "jp.cn",
    TaxIdType.KE_PIN: "ke.pin",
    TaxIdType.KR_BRN: "kr.brn",
    TaxIdType.LI_UID: "ch.uid",
    TaxIdType.ME_PIB: "me.pib",
    TaxIdType.MK_VAT: "mk.edb",
    TaxIdType.MX_RFC: "mx.rfc",
    TaxIdType.NO_VAT: "no.mva",
    TaxIdType.NZ_GST: "nz.ird",
    TaxIdType.PE_RUC: "pe.ruc",
    TaxIdType.RO_TIN: "ro.cf",
    TaxIdType.RS_PIB: "rs.pib",
    TaxIdType.RU_INN: "ru.inn",
    TaxIdType.SG_UEN: "sg.uen",
    TaxIdType.SI_TIN: "si.ddv",
    TaxIdType.SN_NINEA: "sn.ninea",
    TaxIdType.SV_NIT: "sv.nit",
    TaxIdType.TH_VAT: "th.moa",
    TaxIdType.TR_TIN: "tr.vkn",
    TaxIdType.TW_VAT: "tw.ubn",
    TaxIdType.UA_VAT: "ua.edrpou",
    TaxIdType.US_EIN: "us.ein",
    TaxIdType.UY_RUC: "uy.rut",
    TaxIdType.VE_RIF: "ve.rif",
    TaxIdType.VN_TIN: "vn.mst",
    TaxIdType.ZA_VAT: "za.tin",
}
"""The module of python-stdnum that knows the numbers of a type, with their check digits."""

PATTERNS: dict[TaxIdType, str] = {
    TaxIdType.AE_TRN: r"\d{15}",
    TaxIdType.AM_TIN: r"\d{8}",
    TaxIdType.AO_TIN: r"\d{9}[A-Z]{2}\d{3}|\d{10}",
    TaxIdType.AU_ARN: r"\d{12}",
    TaxIdType.BA_TIN: r"\d{12,13}",
    TaxIdType.BB_TIN: r"\d{13}",
    TaxIdType.BH_VAT: r"\d{15}",
    TaxIdType.BO_TIN: r"\d{7,12}",
    TaxIdType.BS_TIN: r"\d{9}",
    TaxIdType.CA_PST_BC: r"(PST)?\d{8}",
    TaxIdType.CA_PST_MB: r"\d{7}",
    TaxIdType.CA_PST_SK: r"\d{7}",
    TaxIdType.CA_QST: r"\d{10}(TQ)?\d{4}",
    TaxIdType.CD_NIF: r"[A-Z]\d{7}[A-Z]",
    TaxIdType.CH_UID: r"CHE\d{9}HR",  # with the mark of the register of commerce
    TaxIdType.DO_RCN: r"\d{11}",  # a person's number
    TaxIdType.EU_VAT: r"HU\d{11}|SE\d{12}",  # with the digits that follow the company's own number
    TaxIdType.GE_VAT: r"\d{9}|\d{11}",
    TaxIdType.HK_BR: r"\d{8}(\d{3})?",
    TaxIdType.HU_TIN: r"\d{11}",
    TaxIdType.JP_RN: r"\d{5}",
    TaxIdType.JP_TRN: r"T\d{13}",
    TaxIdType.KH_TIN: r"[A-Z]?\d{9,13}",
    TaxIdType.KZ_BIN: r"\d{12}",
    TaxIdType.LI_VAT: r"\d{5}",
    TaxIdType.MA_VAT: r"\d{8}",
    TaxIdType.MD_VAT: r"\d{7}|\d{13}",
    TaxIdType.MR_NIF: r"\d{8}",
    TaxIdType.MY_FRP: r"\d{8}",
    TaxIdType.MY_ITN: r"[A-Z]{1,2}\d{8,11}",
    TaxIdType.MY_SST: r"[A-Z]\d{14}",
    TaxIdType.NG_TIN: r"\d{8}(\d{4})?",
    TaxIdType.NO_VOEC: r"\d{7}",
    TaxIdType.NP_PAN: r"\d{9}",
    TaxIdType.OM_VAT: r"OM\d{10}",
    TaxIdType.PH_TIN: r"\d{9}(\d{3,5})?",
    TaxIdType.RU_KPP: r"\d{4}[\dA-Z]{2}\d{3}",
    TaxIdType.SA_VAT: r"\d{15}",
    TaxIdType.SG_GST: r"[A-Z]\d{8}[A-Z]|[A-Z]{2}\d{7}[A-Z]|\d{8,9}[A-Z]",
    TaxIdType.SR_FIN: r"\d{10}",
    TaxIdType.TH_VAT: r"\d{13}",
    TaxIdType.TJ_TIN: r"\d{9}",
    TaxIdType.TZ_VAT: r"\d{8}[A-Z]",
    TaxIdType.UA_VAT: r"\d{9,12}",
    TaxIdType.UG_TIN: r"\d{10}",
    TaxIdType.UZ_TIN: r"\d{9}",
    TaxIdType.UZ_VAT: r"\d{12}",
    TaxIdType.ZM_TIN: r"\d{10}",
    TaxIdType.ZW_TIN: r"\d{10}",
}
"""The numbers of types that python-stdnum does not know, and forms of a type that it does not know, in upper case and
without separators."""

MEMBERS = "AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI"
BEGINNINGS: dict[TaxIdType, tuple[str, ...]] = {
    TaxIdType.CH_UID: ("CHE",),
    TaxIdType.CH_VAT: ("CHE",),
    TaxIdType.EU_OSS_VAT: ("EU", "IM"),
    TaxIdType.EU_VAT: tuple(MEMBERS.split()),
    TaxIdType.LI_UID: ("CHE",),
}
"""What the numbers of a type begin with, where python-stdnum does not count that as their form."""


def is_well_formed(type: TaxIdType, value: str) -> bool:
    """Whether the number has the length and the characters of its type. Its check digits may be wrong."""
    return _matches(type, value) or _known(type, value, InvalidFormat)


def can_exist(type: TaxIdType, value: str) -> bool:
    """Whether the number is well formed, and its check digits and parts are right as far as they are known."""
    return _matches(type, value) or _known(type, value, ValidationError)


def _matches(type: TaxIdType, value: str) -> bool:
    pattern = PATTERNS.get(type)
    return pattern is not None and re.fullmatch(pattern, SEPARATORS.sub("", value).upper()) is not None


def _known(type: TaxIdType, value: str, wrong: type[ValidationError]) -> bool:
    """Whether the type's module finds nothing `wrong` with the number."""
    if type not in MODULES or not value.upper().startswith(BEGINNINGS.get(type, "")):
        return False
    try:
        _module(MODULES[type]).validate(value)
    except wrong:
        return False
    except ValidationError:
        return True
    return True


@cache
def _module(name: str) -> Any:
    return import_module(f"stdnum.{name}")
