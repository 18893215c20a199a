package dev.gatehouse.lambda.extension;

/**
 * Hears what the extensions of an environment do. Called on its event loop; must not block. What
 * happens while they are shut down is not told.
 */
public interface ExtensionWatcher {

    /** All that were started have registered: now the runtime may start. */
    void extensionsRegistered();

    /** The last one that worked on an event, or on its start, asks for its next event. */
    void extensionsIdle();

    /**
     * One of them ended or could not be started.
     *
     * @param errorType such as {@code Extension.Crash}
     * @param reason in AWS's words
     */
    void extensionFailed(String errorType, String reason);
}
