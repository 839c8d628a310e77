"""What the types of payment method do that is particular to each. A type without a module does as `Behaviour` does."""
