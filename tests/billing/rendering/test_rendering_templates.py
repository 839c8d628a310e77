"""Invoice rendering templates: their versions, archived and taken back, and named by customers."""

from typing import Any

from tests.graph import Graph

SHOWN = "id object nickname status version metadata"


async def made(graph: Graph, **given: Any) -> str:
    return str((await graph.do("invoiceRenderingTemplateCreate", "id", input={"nickname": "Plain", **given}))["id"])


async def test_each_nickname_is_a_version(graph: Graph) -> None:
    id = await made(graph, metadata={"a": "1"})
    template = await graph.do("invoiceRenderingTemplateUpdate", SHOWN, id=id, input={"metadata": {"b": "2"}})
    assert template == {
        "id": id,
        "object": "invoice_rendering_template",
        "nickname": "Plain",
        "status": "ACTIVE",
        "version": 1,
        "metadata": {"a": "1", "b": "2"},
    }
    assert id.startswith("inrtem_")
    await graph.do("invoiceRenderingTemplateUpdate", "id", id=id, input={"nickname": "Bold"})
    await graph.do("invoiceRenderingTemplateUpdate", "id", id=id, input={"nickname": None})

    query = """query($id: ID!, $version: Int) {
        it: invoiceRenderingTemplate(id: $id, version: $version) { nickname version }
    }"""
    found = [(await graph(query, id=id, version=version))["it"] for version in (None, 1, 2, 3, 4)]
    assert found == [
        {"nickname": None, "version": 3},
        {"nickname": "Plain", "version": 1},
        {"nickname": "Bold", "version": 2},
        {"nickname": None, "version": 3},
        None,
    ]
    query = "query($id: ID!) { it: invoiceRenderingTemplate(id: $id) { formerVersions { version } } }"
    assert (await graph(query, id=id))["it"]["formerVersions"] == [{"version": 1}, {"version": 2}]


async def test_a_template_is_archived_and_taken_back(graph: Graph, stranger: Graph) -> None:
    id, other = await made(graph), await made(graph)
    refused = await graph.refuse("invoiceRenderingTemplateUnarchive", id=id)
    assert (refused["code"], refused["field"]) == ("INVOICE_RENDERING_TEMPLATE_UNEXPECTED_STATE", "id")
    assert (await graph.do("invoiceRenderingTemplateArchive", "status", id=id))["status"] == "ARCHIVED"
    listed = await graph("{ invoiceRenderingTemplates(where: { status: { eq: ACTIVE } }) { nodes { id } } }")
    assert listed["invoiceRenderingTemplates"]["nodes"] == [{"id": other}]
    assert (await graph.do("invoiceRenderingTemplateUnarchive", "status", id=id))["status"] == "ACTIVE"
    query = "query($id: ID!) { invoiceRenderingTemplate(id: $id) { id } }"
    assert (await stranger(query, id=id))["invoiceRenderingTemplate"] is None


async def test_a_customers_invoices_have_a_template(graph: Graph, stranger: Graph) -> None:
    id, archived, theirs = await made(graph), await made(graph), await made(stranger)
    await graph.do("invoiceRenderingTemplateArchive", "id", id=archived)

    def settings(template: str | None) -> dict[str, Any]:
        return {"invoiceSettings": {"renderingOptions": {"template": template}}}

    fields = "id invoiceSettings { renderingOptions { template { id nickname } amountTaxDisplay } }"
    customer = await graph.do("customerCreate", fields, input=settings(id))
    assert customer["invoiceSettings"]["renderingOptions"] == {
        "template": {"id": id, "nickname": "Plain"},
        "amountTaxDisplay": None,
    }
    field = "invoiceSettings.renderingOptions.template"
    for wrong, code in ((archived, "PARAMETER_INVALID"), (theirs, "RESOURCE_MISSING"), ("nothing", "RESOURCE_MISSING")):
        refused = await graph.refuse("customerCreate", input=settings(wrong))
        assert (refused["code"], refused["field"]) == (code, field)
        refused = await graph.refuse("customerUpdate", id=customer["id"], input=settings(wrong))
        assert (refused["code"], refused["field"]) == (code, field)
    # What is set stays when its template is archived.
    await graph.do("invoiceRenderingTemplateArchive", "id", id=id)
    await graph.do("customerUpdate", "id", id=customer["id"], input={"invoiceSettings": {"footer": "Thanks"}})
    cleared = await graph.do("customerUpdate", fields, id=customer["id"], input=settings(None))
    assert cleared["invoiceSettings"]["renderingOptions"]["template"] is None
