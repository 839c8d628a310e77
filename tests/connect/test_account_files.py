"""Files that an account refers to: branding, and what verifies a company."""

from typing import Any

from tests.core_resources.files.uploading import CONTENT, PDF, png, upload
from tests.graph import Graph

BRANDING = "id settings { branding { icon { id } logo { id filename } primaryColor } }"


async def update(graph: Graph, fields: str = "id", **input: Any) -> dict[str, Any]:
    return await graph.do("accountUpdate", fields, id=graph.tenant.account, input=input)


async def refuse(graph: Graph, **input: Any) -> dict[str, Any]:
    return await graph.refuse("accountUpdate", id=graph.tenant.account, input=input)


async def test_icon_and_logo_lead_to_their_files(graph: Graph) -> None:
    icon = await upload(graph, png(128, 128), purpose="BUSINESS_ICON")
    logo = await upload(graph, png(400, 128), "id filename", purpose="BUSINESS_LOGO", filename="logo.png")
    account = await update(graph, BRANDING, settings={"branding": {"icon": icon["id"], "logo": logo["id"]}})
    assert account["settings"]["branding"] == {"icon": icon, "logo": logo, "primaryColor": None}
    changed = await update(graph, BRANDING, settings={"branding": {"icon": None, "primaryColor": "#635bff"}})
    assert changed["settings"]["branding"] == {"icon": None, "logo": logo, "primaryColor": "#635bff"}
    data = await graph("{ events(first: 1) { nodes { type data { object } } } }")
    (event,) = data["events"]["nodes"]
    branding = event["data"]["object"]["settings"]["branding"]
    assert (event["type"], branding["icon"], branding["logo"]) == ("account.updated", None, logo["id"])


async def test_what_no_icon_and_logo_can_be(graph: Graph, stranger: Graph) -> None:
    evidence = await upload(graph, CONTENT["png"])
    wide = await upload(graph, png(256, 128), purpose="BUSINESS_ICON")
    small = await upload(graph, png(127, 127), purpose="BUSINESS_LOGO")
    theirs = await upload(stranger, png(128, 128), purpose="BUSINESS_LOGO")
    for name, file, code, said in (
        ("icon", evidence, "PARAMETER_INVALID", "must have been uploaded for BUSINESS_ICON or BUSINESS_LOGO"),
        ("icon", wide, "PARAMETER_INVALID", "must be square and at least 128 pixels"),
        ("logo", small, "PARAMETER_INVALID", "must be at least 128 pixels wide and high; it has 127 by 127."),
        ("logo", theirs, "RESOURCE_MISSING", ""),
    ):
        refused = await refuse(graph, settings={"branding": {name: file["id"]}})
        assert (refused["code"], refused["field"]) == (code, f"settings.branding.{name}")
        assert said in refused["message"]


async def test_a_companys_document_leads_to_its_files(graph: Graph) -> None:
    front = await upload(graph, PDF, purpose="ADDITIONAL_VERIFICATION")
    given = {"verification": {"document": {"front": front["id"]}}}
    fields = "company { verification { document { front { id } back { id } details } } }"
    document = (await update(graph, fields, company=given))["company"]["verification"]["document"]
    assert document == {"front": front, "back": None, "details": None}
    evidence = await upload(graph, PDF)
    refused = await refuse(graph, company={"verification": {"document": {"back": evidence["id"]}}})
    assert refused["field"] == "company.verification.document.back"


async def test_documents_are_checked(graph: Graph) -> None:
    good = await upload(graph, PDF, purpose="ACCOUNT_REQUIREMENT")
    await update(graph, documents={"companyLicense": {"files": [good["id"]]}})
    evidence = await upload(graph, PDF)
    given = {"companyLicense": {"files": [good["id"], evidence["id"]]}, "proofOfRegistration": {"files": ["file_no"]}}
    refused = await graph.refusals("accountUpdate", id=graph.tenant.account, input={"documents": given})
    assert [(each["code"], each["field"]) for each in refused] == [
        ("PARAMETER_INVALID", "documents.companyLicense.files.1"),
        ("RESOURCE_MISSING", "documents.proofOfRegistration.files.0"),
    ]
