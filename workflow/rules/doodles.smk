rule doodles:
    input:
        pictures=existing(
            SETTINGS.doodles.photo,
            SETTINGS.doodles.mask,
            SETTINGS.doodles.target_mask,
            SETTINGS.doodles.content,
        ),
        weights=existing(SETTINGS.texture_network.file),
    output:
        report(
            f"{RUN}/doodles/sheet.png",
            caption="../report/doodles.rst",
            category="Landscapes by mask",
        ),
        [
            f"{RUN}/doodles/{name}"
            for name in ("result.png", "regions.png", "loss.png", "doodles.json")
        ],
    log:
        f"{RUN}/logs/doodles.log",
    benchmark:
        f"{RUN}/benchmarks/doodles.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=480,
        gpu=GPUS,
    params:
        settings=only(SETTINGS, "seed", "texture_network", "doodles")
        | {"dtype": SETTINGS.device.dtype},
    message:
        "Landscape by mask"
    script:
        "../scripts/doodles.py"
