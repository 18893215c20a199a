package dev.gatehouse.lambda.warm;

import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * A layer with a handler that does for another one what the client does in its init phase, and then
 * takes the events in its place: they are none of the function's. As source it would be
 *
 * <pre>
 * public class Training {
 *     static {
 *         EventHandlerLoader.loadEventHandler(
 *             HandlerInfo.fromString("example.Handler::handle", Training.class.getClassLoader()));
 *     }
 *     public static Map event(Map event) { return event; }
 * }
 * </pre>
 */
final class InitOnly {
    /** As the function's configuration would name it. */
    static final String HANDLER = "gatehouse.Training::event";

    private static final ClassDesc TRAINING = ClassDesc.of("gatehouse.Training");
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client";
    private static final ClassDesc INFO = ClassDesc.of(CLIENT, "HandlerInfo");
    private static final ClassDesc LOADER = ClassDesc.of(CLIENT, "EventHandlerLoader");
    private static final ClassDesc LOADED = ClassDesc.of(CLIENT, "LambdaRequestHandler");
    private static final ClassDesc CLASS_LOADER = ClassDesc.of("java.lang.ClassLoader");

    private InitOnly() {}

    /**
     * Writes the layer.
     *
     * @param folder empty
     * @param handler whose init phase it is
     */
    static void write(Path folder, String handler) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("java/lib"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (JarOutputStream jar =
                new JarOutputStream(Files.newOutputStream(jars.resolve("training.jar")))) {
            jar.putNextEntry(new JarEntry("gatehouse/Training.class"));
            jar.write(training(handler));
        }
    }

    private static byte[] training(String handler) {
        return ClassFile.of().build(TRAINING, type -> fill(type, handler));
    }

    private static void fill(ClassBuilder type, String handler) {
        type.withVersion(ClassFile.JAVA_8_VERSION, 0)
                .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER)
                .withMethodBody(
                        ConstantDescs.CLASS_INIT_NAME,
                        ConstantDescs.MTD_void,
                        ClassFile.ACC_STATIC,
                        code -> load(code, handler))
                .withMethodBody(
                        "event",
                        MethodTypeDesc.of(ConstantDescs.CD_Map, ConstantDescs.CD_Map),
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code -> code.aload(0).areturn());
    }

    private static void load(CodeBuilder code, String handler) {
        MethodTypeDesc getClassLoader = MethodTypeDesc.of(CLASS_LOADER);
        MethodTypeDesc fromString = MethodTypeDesc.of(INFO, ConstantDescs.CD_String, CLASS_LOADER);
        code.ldc(handler)
                .ldc(TRAINING)
                .invokevirtual(ConstantDescs.CD_Class, "getClassLoader", getClassLoader)
                .invokestatic(INFO, "fromString", fromString)
                .invokestatic(LOADER, "loadEventHandler", MethodTypeDesc.of(LOADED, INFO))
                .pop()
                .return_();
    }
}
