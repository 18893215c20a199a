package dev.gatehouse.lambda.runtimes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files of ours that complete a client. Made once: reading them out of the jar would take much of a
 * cold start.
 *
 * @param files their content by their place in the client's folder
 * @param edition changes with any of them, and with what else the folder depends on
 */
record OwnFiles(Map<String, String> files, String edition) {

    /**
     * @param beside what else the client's folder depends on
     */
    static OwnFiles of(Map<String, String> files, String beside) {
        return new OwnFiles(Map.copyOf(files), new TreeMap<>(files) + beside);
    }

    void write(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Resources.write(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
