package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.cgroup.CgroupTree;
import dev.gatehouse.lambda.sandbox.cgroup.GroupFiles;
import dev.gatehouse.lambda.sandbox.os.Launcher;
import java.nio.file.Path;

/**
 * What a node that was killed may have left under the numbers that are ours now. Its launchers take
 * their sandboxes down themselves when it dies; this is for the case that they were killed too.
 */
record Leftovers(NumberRange block, CgroupTree groups, Launcher launcher) {

    void remove() {
        for (Path place : groups.places()) {
            GroupFiles.children(place, block.groupPrefix()).forEach(GroupFiles::sweep);
        }
        for (Path link : GroupFiles.children(Path.of("/sys/class/net"), block.interfacePrefix())) {
            launcher.run("no-interface", link.getFileName().toString());
        }
    }
}
