package dev.gatehouse.lambda.environment;

/** What functions get of the processors, beside their weight against each other by memory. */
public enum CpuLimit {
    /**
     * All that no other function wants: a function alone on the machine is as fast as it can be.
     */
    WEIGHT,
    /**
     * Once initialised, memory / 1,769 MB of a processor and no more, as on AWS. Where the sandbox
     * level has no control groups this is without effect.
     */
    QUOTA
}
