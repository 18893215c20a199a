package dev.gatehouse.wire;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the compiled product reads of AWS's views: calls of accessors, and members by name. */
final class ProductCode {
    private static final Path CLASSES = Path.of("target/classes/dev/gatehouse");
    private static final String VIEWS = "dev/gatehouse/aws/";

    /** Accessors called, as {@code lambda/CreateFunctionRequest.kmskeyarn}. */
    private final Set<String> calls = new HashSet<>();

    /** Texts that stand in classes, and the folders of these. */
    private final Map<String, Set<String>> texts = new HashMap<>();

    static ProductCode read() throws IOException {
        ProductCode code = new ProductCode();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            files.filter(file -> file.toString().endsWith(".class")).forEach(code::add);
        }
        return code;
    }

    private void add(Path file) {
        Path folder = CLASSES.relativize(file).getParent();
        for (PoolEntry entry : parsed(file).constantPool()) {
            switch (entry) {
                case MethodRefEntry method -> {
                    String owner = method.owner().asInternalName();
                    if (owner.startsWith(VIEWS)) {
                        String view = owner.substring(VIEWS.length());
                        calls.add(view + '.' + plain(method.name().stringValue()));
                    }
                }
                case StringEntry text ->
                        texts.computeIfAbsent(text.stringValue(), _ -> new HashSet<>())
                                .add(folder.toString());
                default -> {}
            }
        }
    }

    private static ClassModel parsed(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a member of a view is read by its accessor. */
    boolean reads(String service, String shape, Member member) {
        String view = Character.toUpperCase(shape.charAt(0)) + shape.substring(1);
        return calls.contains(service + '/' + view + '.' + plain(member.name()));
    }

    /** Whether any member of a structure is read: otherwise it is only ever taken as a whole. */
    boolean looksInto(String service, Shape structure) {
        return structure.members().stream()
                .anyMatch(member -> reads(service, structure.name(), member));
    }

    /** Whether classes in a folder, or below, name a member, as lists of what is rejected do. */
    boolean names(String folder, String member) {
        return texts.getOrDefault(member, Set.of()).stream()
                .anyMatch(found -> found.equals(folder) || found.startsWith(folder + '/'));
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
