package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.cgroup.CgroupTree;
import dev.gatehouse.lambda.sandbox.cgroup.ControlGroup;
import dev.gatehouse.lambda.sandbox.cgroup.GroupFiles;
import dev.gatehouse.lambda.sandbox.os.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sandboxes made as root: each with a host user, a network cable, control groups and a disk for
 * /tmp.
 */
public final class RootAllocations implements Allocations {

    private static final Path MACHINE_WIDE = Path.of("/run/gatehouse");

    private final NumberRange block;
    private final CgroupTree groups;
    private final Optional<TmpImages> images;
    private final Optional<Cabling> cabling;
    private final List<String> warnings;
    private final SandboxNames names;

    private RootAllocations(
            NumberRange block,
            CgroupTree groups,
            Optional<TmpImages> images,
            Optional<Cabling> cabling,
            SandboxNames names,
            List<String> warnings) {
        this.block = block;
        this.groups = groups;
        this.images = images;
        this.cabling = cabling;
        this.names = names;
        this.warnings = warnings;
    }

    /**
     * Claims numbers, removes what a killed node left under them, sets up network and groups.
     *
     * @param lacking parts that were found not to work here, each with its warning
     */
    public static RootAllocations start(
            SandboxSettings settings, Launcher launcher, Map<RootPart, String> lacking)
            throws IOException {
        List<String> warnings = new ArrayList<>(lacking.values());
        CgroupTree groups = CgroupTree.find();
        NumberRange block = NumberRange.claim(MACHINE_WIDE, groups.places().stream().findFirst());
        try {
            new Leftovers(block, groups, launcher).remove();
            if (groups instanceof CgroupTree.None) {
                warnings.add(
                        "no control groups can be written: memory is watched, not limited by the"
                                + " kernel");
            }
            Optional<TmpImages> images = images(settings.directory(), lacking, warnings);
            Optional<Cabling> cabling =
                    lacking.containsKey(RootPart.CABLE)
                            ? Optional.empty()
                            : Cabling.install(block, launcher, warnings::add);
            SandboxNames names = new SandboxNames(settings.awsNames(), cabling.isPresent());
            return new RootAllocations(block, groups, images, cabling, names, warnings);
        } catch (Throwable e) {
            block.close();
            throw e;
        }
    }

    private static Optional<TmpImages> images(
            Path directory, Map<RootPart, String> lacking, List<String> warnings)
            throws IOException {
        if (lacking.containsKey(RootPart.DISK)) {
            return Optional.empty();
        }
        Optional<TmpImages> images = TmpImages.in(directory);
        if (images.isEmpty()) {
            warnings.add("mkfs.ext4 is missing (package e2fsprogs): /tmp is memory, not disk");
        }
        return images;
    }

    @Override
    public Allocation next() {
        int index =
                block.take()
                        .orElseThrow(
                                () ->
                                        new SandboxException(
                                                "all "
                                                        + NumberRange.SIZE
                                                        + " sandboxes are in use"));
        try {
            return at(index);
        } catch (Throwable e) {
            block.giveBack(index);
            throw e;
        }
    }

    private Allocation at(int index) {
        String id = block.groupPrefix() + index;
        ControlGroup group = groups.create(id);
        try {
            group.limitMemory(DEFAULT_MEMORY_MB);
            return new Allocation(id, arguments(index, group), group, () -> block.giveBack(index));
        } catch (Throwable e) {
            group.directories().forEach(GroupFiles::sweep);
            throw e;
        }
    }

    private List<String> arguments(int index, ControlGroup group) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--host-uid", Integer.toString(block.uid(index))));
        for (Path directory : group.directories()) {
            arguments.addAll(List.of("--cgroup", directory.toString()));
        }
        cabling.ifPresent(cables -> arguments.addAll(cables.arguments(index)));
        arguments.addAll(
                images.map(all -> all.template(DEFAULT_STORAGE_MB))
                        .map(image -> List.of("--tmp-template", image.toString()))
                        .orElse(List.of("--tmp-mb", Integer.toString(DEFAULT_STORAGE_MB))));
        return arguments;
    }

    @Override
    public SandboxNames names() {
        return names;
    }

    @Override
    public Optional<TmpImages> images() {
        return images;
    }

    @Override
    public SandboxReport report() {
        return new SandboxReport(
                SandboxLevel.NAMESPACES_ROOT,
                cabling.isPresent() ? "veth, masqueraded by nf_tables" : "none",
                groups.title(),
                images.isPresent() ? "an ext4 image on disk each" : "memory (tmpfs)",
                warnings);
    }

    @Override
    public void close() {
        cabling.ifPresent(Cabling::remove);
        for (Path place : groups.places()) {
            try {
                Files.deleteIfExists(place);
            } catch (IOException e) {
                // Another node of this machine is using it, or a lock is there.
            }
        }
        block.close();
    }
}
