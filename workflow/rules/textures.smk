rule textures:
    input:
        unpack(inputs("textures")),
    output:
        outputs("textures")[0],
        report(
            outputs("textures")[1],
            caption="../report/textures.rst",
            category="Textures",
        ),
        outputs("textures")[2:],
    log:
        log_of("textures"),
    benchmark:
        times_of("textures")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=decided_by("textures"),
    message:
        "Textures from photos"
    script:
        "../scripts/stage.py"
