import java.io.ByteArrayInputStream;
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
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes a folder of jars fit for the JDK's start-up cache, which takes no class file from before
 * Java 6 and none of a signed jar; at each start it would also verify those the slow way, and read
 * the manifest of every jar, line by line, before anything is compiled. Old class files (picocli's)
 * get the stack maps of today's, signatures (Bouncy Castle's) go, since the build has checked what
 * it fetched, and of manifests, most of which speak to OSGi, stays what Java itself reads. Nothing
 * else changes.
 */
public class CacheableJars {
    /** The first version whose class files carry stack maps. */
    private static final int STACK_MAPS = 50;

    private static final Set<Attributes.Name> READ_BY_JAVA =
            Set.of(
                    Attributes.Name.MANIFEST_VERSION,
                    Attributes.Name.MULTI_RELEASE,
                    Attributes.Name.IMPLEMENTATION_TITLE,
                    Attributes.Name.IMPLEMENTATION_VERSION);

    private final ZipFile jar;
    private final ClassFile files;

    private CacheableJars(ZipFile jar) {
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
        byte[] modern;
        try (ZipFile jar = new ZipFile(path.toFile())) {
            modern = new CacheableJars(jar).modern();
        }
        Files.write(path, modern);
    }

    private List<? extends ZipEntry> entries() {
        return new ArrayList<>(jar.stream().toList());
    }

    private byte[] modern() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry : entries()) {
                if (!isSignature(entry)) {
                    ZipEntry copy = new ZipEntry(entry.getName());
                    copy.setTimeLocal(entry.getTimeLocal());
                    out.putNextEntry(copy);
                    out.write(modern(entry));
                }
            }
        }
        return bytes.toByteArray();
    }

    private byte[] modern(ZipEntry entry) throws IOException {
        byte[] content = read(entry);
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
            return shortened(content);
        }
        return isClass(entry) && version(content) < STACK_MAPS ? modern(content) : content;
    }

    private static byte[] shortened(byte[] manifest) throws IOException {
        Manifest of = new Manifest(new ByteArrayInputStream(manifest));
        of.getEntries().clear();
        of.getMainAttributes().keySet().retainAll(READ_BY_JAVA);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        of.write(bytes);
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

    private static boolean isSignature(ZipEntry entry) {
        return entry.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
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
