"""Static files under names that change with their content, compressed, kept by browsers for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]  # ships no types


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # and so is Any to the checker
    """Renames what scripts import too, so that a page never mixes versions of a script."""

    support_js_module_import_aggregation = True
