"""What a visit of the portal refuses, by the key of the text that the customer reads."""

from app.error_codes import ErrorCode
from app.errors import InvalidRequest


class Unable(InvalidRequest):
    """What the customer cannot do. `text` is a key of the portal's texts after `refused_`, `values` what stands in its
    braces, `fields` the names of the form's fields that it is about."""

    def __init__(self, text: str, *fields: str, **values: int) -> None:
        super().__init__(f"The portal refuses: {text}.", code=ErrorCode.PARAMETER_INVALID)
        self.text = text
        self.fields = fields
        self.values = values
