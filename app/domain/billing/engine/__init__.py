"""What is billed, and when. Pure: values in, values out, with no database and no clock of its own.

- `cycle`: where billing periods begin and end.
- `rates`: what a price costs for a quantity, flat or by tiers.
- `lines`: the lines for a period, and for a change within one: proration.
- `wording`: what the lines say.
- `discounts`: what coupons take off the lines of an invoice.
- `credits`: what billing credits pay of them.
- `taxes`: what tax rates add to a line, or find within it.
- `bill`: the lines of an invoice with their discounts, credits and taxes, and what they come to.
"""
