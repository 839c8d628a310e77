"""The behaviors of single types of payment method. A type without a module has the default `Behaviour`."""
