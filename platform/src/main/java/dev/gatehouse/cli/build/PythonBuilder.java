package dev.gatehouse.cli.build;

import java.nio.file.Path;
import java.util.List;

/** Sources and, beside them, what requirements.txt names. */
final class PythonBuilder implements Builder {
    @Override
    public boolean fits(CodeFolder folder) {
        return folder.runtime().startsWith("python") && folder.has("requirements.txt");
    }

    @Override
    public boolean copies(String file) {
        return !file.equals("requirements.txt");
    }

    @Override
    public void build(CodeFolder folder, Path output) {
        String python = Tool.requireRunning("a Python function", folder.runtime(), "python3");
        new Tool(folder.path())
                .run(
                        List.of(
                                python,
                                "-m",
                                "pip",
                                "install",
                                "--quiet",
                                "--disable-pip-version-check",
                                "--no-compile",
                                "--requirement",
                                "requirements.txt",
                                "--target",
                                output.toString()));
        Folders.copy(folder.path(), output);
    }
}
