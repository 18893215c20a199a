package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Benchmarks are run seldom, so here it shows when the code they measure has moved on. */
@Tag("unit")
class BenchmarksTest {
    @Test
    void everyBenchmarkCompiles(@TempDir Path classes) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (Stream<Path> sources = Files.walk(Path.of("../benchmarks"));
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> java = sources.filter(path -> path.toString().endsWith(".java")).toList();
            boolean compiles =
                    compiler.getTask(
                                    said,
                                    files,
                                    null,
                                    List.of("-proc:none", "-d", classes.toString()),
                                    null,
                                    files.getJavaFileObjectsFromPaths(java))
                            .call();
            assertThat(compiles).as(said.toString()).isTrue();
        }
    }
}
