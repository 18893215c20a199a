package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.cgroup.ControlGroup;
import dev.gatehouse.lambda.sandbox.cgroup.GroupFiles;
import java.util.List;

/**
 * A place for one sandbox, before anything runs in it.
 *
 * @param id unique on this machine while it lives
 * @param arguments what the launcher must be told beside the common part
 * @param group its control group, created
 * @param release gives its numbers back
 */
record Allocation(String id, List<String> arguments, ControlGroup group, Runnable release) {

    Allocation {
        arguments = List.copyOf(arguments);
    }

    /**
     * Once nothing runs in it: sees to it that no control group is left, gives the numbers back.
     */
    void discard() {
        group.directories().forEach(GroupFiles::sweep);
        release.run();
    }
}
