"""`paygraph show` of what is made up."""

from schema.derive.show import show


def test_a_single_a_union_and_a_list() -> None:
    single = "\n".join(show("levy_settings"))
    assert single.startswith("LevySettings: The account's levies.\n  object levy.settings, no ids, family tax")
    assert "levySettings(): LevySettings" in single
    purse = "\n".join(show("purse"))
    assert "purse(customer): Purse" in purse
    assert "customer                         Customer" in purse
    assert "→ remittance, trinket" in "\n".join(show("parcel"))
    basket = "\n".join(show("basket"))
    assert "connection to BasketLine by basket_id" in basket
    assert "basket_line by basket_id, 2 of them" in basket
    wallet = "\n".join(show("wallet"))
    assert "holding (coin, ticket) by wallet_id, 3 of them" in wallet
    assert "connection to Coin, Ticket by folder_id" in wallet
    assert "basket_return by basket_id, all of them" in basket
