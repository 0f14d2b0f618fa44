rule textures:
    input:
        pictures=existing(*SETTINGS.textures.sources),
        weights=existing(SETTINGS.texture_network.file),
    output:
        report(
            f"{RUN}/textures/sheet.png",
            caption="../report/textures.rst",
            category="Textures",
        ),
        [f"{RUN}/textures/{name}" for name in ("loss.png", "textures.json")],
    log:
        f"{RUN}/logs/textures.log",
    benchmark:
        f"{RUN}/benchmarks/textures.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=480,
        gpu=GPUS,
    params:
        settings=only(SETTINGS, "seed", "texture_network", "textures")
        | {"dtype": SETTINGS.device.dtype},
    message:
        "Textures from photos"
    script:
        "../scripts/textures.py"
