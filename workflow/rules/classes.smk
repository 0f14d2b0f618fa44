rule class_pictures:
    input:
        unpack(STAGES.inputs("class_pictures")),
    output:
        STAGES.outputs("class_pictures"),
    log:
        STAGES.log("class_pictures"),
    benchmark:
        STAGES.times("class_pictures")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=STAGES.params("class_pictures"),
    message:
        "Class pictures by {wildcards.recipe}"
    script:
        "../scripts/stage.py"


rule classes:
    input:
        unpack(STAGES.inputs("classes")),
    output:
        STAGES.outputs("classes")[0],
        report(
            STAGES.outputs("classes")[1],
            caption="../report/classes.rst",
            category="Classes",
        ),
    log:
        STAGES.log("classes"),
    benchmark:
        STAGES.times("classes")
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        stage=STAGES.params("classes"),
    message:
        "Sheet of class pictures"
    script:
        "../scripts/stage.py"
