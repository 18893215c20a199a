package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;

/** Knows how one language's runtime is started. */
interface Launcher {

    /**
     * @throws RuntimeUnavailable when this machine cannot run it
     */
    RuntimeSetup setup(RuntimeId runtime, FunctionVersion version);

    /** Where the interpreter is mounted when it is not a part of the system. */
    String LANGUAGE_ROOT = "/var/lang";

    /** Where programs are looked for, letter by letter as on AWS. */
    String SEARCH_PATH = LANGUAGE_ROOT + "/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin";

    /** Where the client is mounted. */
    String RUNTIME_ROOT = "/var/runtime";
}
