"""What may stand in sources.yaml, for an editor? ``seedwatch schema`` prints its JSON Schema."""

import json

import click
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.cli.options import config_unused
from bot.config.sources.shape import SourcesFile


class _Draft7(GenerateJsonSchema):
    """What the YAML language servers of editors understand; keys that may be left out need no ``null``."""

    schema_dialect = "http://json-schema.org/draft-07/schema#"

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave out defaults that are not YAML, e.g. a timedelta."""
        found = super().default_schema(schema)
        if not isinstance(schema.get("default"), (str, int, float, list)):
            found.pop("default", None)
        return found

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's signature
        return False  # a title that repeats the key says nothing


def schema_text() -> str:
    """Return the schema as JSON text, draft-07."""
    schema = SourcesFile.model_json_schema(
        schema_generator=_Draft7, ref_template="#/definitions/{model}", by_alias=False
    )
    definitions = schema.pop("$defs")
    schema["required"] = [each for each in schema["required"] if each not in {"topic", "seeds"}]
    schema["anyOf"] = [{"required": ["topic", "seeds"]}, {"required": ["topics"]}]
    document = {"$schema": _Draft7.schema_dialect, "title": "sources.yaml", **schema, "definitions": definitions}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


@click.command()
@config_unused
def command() -> None:
    """Print the JSON Schema of sources.yaml."""
    click.echo(schema_text(), nl=False)
