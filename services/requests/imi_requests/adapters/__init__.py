"""Tables, repositories, encrypted attachments: everything that touches the outside."""
