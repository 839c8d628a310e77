"""The ASGI app: GraphQL over HTTP, WebSocket and Server-Sent Events."""
