package dev.gatehouse.lambda.runtimes;

/** What carries events and results between Python's runtime client and the node. */
public enum PythonClient {
    /** A module of ours, which takes a fraction of the time. */
    OWN,
    /** The native part of AWS's client. */
    OFFICIAL
}
