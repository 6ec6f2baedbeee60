"""MongoDB, folders of areas and of models, the CTranslate2 engine."""
