import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives class files from before Java 6 the stack maps of today's. The JDK 25 keeps older ones out of
 * its start-up cache and verifies them the slow way at each start; picocli is made of such. The
 * packaging runs this on the folder of jars; nothing else about them changes.
 */
public class ModernClassFiles {
    /** The first version whose class files carry stack maps. */
    private static final int STACK_MAPS = 50;

    private final ZipFile jar;
    private final ClassFile files;

    private ModernClassFiles(ZipFile jar) {
        this.jar = jar;
        ClassHierarchyResolver known =
                ClassHierarchyResolver.ofResourceParsing(this::classFile)
                        .orElse(ClassHierarchyResolver.defaultResolver());
        this.files =
                ClassFile.of(
                        ClassFile.ClassHierarchyResolverOption.of(known),
                        ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
    }

    public static void main(String[] folder) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(folder[0]), "*.jar")) {
            for (Path jar : jars) {
                rewrite(jar);
            }
        }
    }

    private static void rewrite(Path path) throws IOException {
        byte[] modern = null;
        try (ZipFile jar = new ZipFile(path.toFile())) {
            ModernClassFiles old = new ModernClassFiles(jar);
            if (old.isOld()) {
                modern = old.modern();
            }
        }
        if (modern != null) {
            Files.write(path, modern);
        }
    }

    private List<? extends ZipEntry> entries() {
        return new ArrayList<>(jar.stream().toList());
    }

    private boolean isOld() throws IOException {
        for (ZipEntry entry : entries()) {
            if (isClass(entry) && version(read(entry)) < STACK_MAPS) {
                return true;
            }
        }
        return false;
    }

    private byte[] modern() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry : entries()) {
                byte[] content = read(entry);
                boolean old = isClass(entry) && version(content) < STACK_MAPS;
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(copy);
                out.write(old ? modern(content) : content);
            }
        }
        return bytes.toByteArray();
    }

    private byte[] modern(byte[] old) {
        ClassTransform version =
                (builder, element) -> {
                    if (element instanceof ClassFileVersion) {
                        builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                    } else {
                        builder.with(element);
                    }
                };
        ClassTransform bodies = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return files.transformClass(files.parse(old), version.andThen(bodies));
    }

    private InputStream classFile(ClassDesc name) {
        String descriptor = name.descriptorString();
        ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
    }

    private static int version(byte[] content) {
        return (content[6] & 0xff) << 8 | content[7] & 0xff;
    }

    private byte[] read(ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
