rule doodles:
    input:
        unpack(STAGES.inputs("doodles")),
    output:
        STAGES.outputs("doodles")[0],
        report(
            STAGES.outputs("doodles")[1],
            caption="../report/doodles.rst",
            category="Landscapes by mask",
        ),
        STAGES.outputs("doodles")[2:],
    log:
        STAGES.log("doodles"),
    benchmark:
        STAGES.times("doodles")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=STAGES.params("doodles"),
    message:
        "Landscape by mask"
    script:
        "../scripts/stage.py"
