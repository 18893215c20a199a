package dev.gatehouse.lambda.model;

/**
 * How far the last creation or update of a version has come; it makes State and LastUpdateStatus.
 */
public enum Progress {
    /** Being made; cannot be invoked yet. */
    CREATING,
    /** Can be invoked, and nothing is under way. */
    READY,
    /** Can be invoked while a change of it is under way. */
    UPDATING,
    /** Its package is lost; it cannot be invoked until its code is updated. */
    FAILED
}
