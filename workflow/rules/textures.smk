rule textures:
    input:
        unpack(STAGES.inputs("textures")),
    output:
        STAGES.outputs("textures")[0],
        report(
            STAGES.outputs("textures")[1],
            caption="../report/textures.rst",
            category="Textures",
        ),
        STAGES.outputs("textures")[2:],
    log:
        STAGES.log("textures"),
    benchmark:
        STAGES.times("textures")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=STAGES.params("textures"),
    message:
        "Textures from photos"
    script:
        "../scripts/stage.py"
