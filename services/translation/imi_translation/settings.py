"""Settings of the translation service; the only place that reads the environment."""

from pathlib import Path

from imi_kit.settings import DocumentServiceSettings


class TranslationSettings(DocumentServiceSettings):
    """`models_dir` holds folders `<source>-<target>` of CTranslate2 models; it may be empty or missing."""

    models_dir: Path = Path("models")
    engine_threads: int = 2
    engine_seconds: float = 20.0
    engine_loaded_models: int = 8
