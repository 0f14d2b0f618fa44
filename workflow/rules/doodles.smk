rule doodles:
    input:
        unpack(inputs("doodles")),
    output:
        outputs("doodles")[0],
        report(
            outputs("doodles")[1],
            caption="../report/doodles.rst",
            category="Landscapes by mask",
        ),
        outputs("doodles")[2:],
    log:
        log_of("doodles"),
    benchmark:
        times_of("doodles")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=decided_by("doodles"),
    message:
        "Landscape by mask"
    script:
        "../scripts/stage.py"
