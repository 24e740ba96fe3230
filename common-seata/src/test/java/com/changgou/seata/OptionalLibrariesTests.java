package com.changgou.seata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.changgou.seata.datasource.WithDatabase;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.ClassUtils;

/**
 * Invariant: a service starts without the libraries that it does not use, and touches no class of theirs.
 *
 * <p>Boot's FilteredClassLoader hides classes from Spring's conditions only: common-seata's own classes come from its parent and
 * find there what they name. So each service here has a class loader of its own that lacks the jars. MyBatis is on none of
 * these class paths.
 */
class OptionalLibrariesTests {

    private static final String FEIGN = "spring-cloud-.*|feign-.*|httpc.*";
    private static final String WEB =
            "spring-webmvc.*|spring-boot-(starter-)?(webmvc|tomcat|servlet|web-server).*|tomcat-.*|jakarta.servlet.*";
    private static final String HTTP_CLIENTS =
            "spring-boot-(starter-)?(restclient|webclient|http-client|reactor).*|spring-webflux.*|reactor-.*";
    private static final String DRUID = "druid-\\d.*";
    private static final String JDBC = "spring-(jdbc|boot-jdbc|boot-starter-jdbc).*|HikariCP.*|h2-.*";
    private static final String JACKSON_2 = "jackson-(databind|core|datatype-jsr310)-2.*";

    static Stream<Arguments> libraries() {
        return Stream.of(
                arguments("Druid", DRUID, WithDatabase.class),
                arguments("Feign", FEIGN, WithDatabase.class),
                arguments("web", WEB, WithDatabase.class),
                arguments("RestClient and WebClient", HTTP_CLIENTS + "|" + FEIGN, WithDatabase.class),
                arguments("all of these", String.join("|", DRUID, FEIGN, WEB, HTTP_CLIENTS), WithDatabase.class),
                arguments("JDBC", JDBC + "|" + DRUID, WithoutDatabase.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("libraries")
    void startsWithout(String library, String jars, Class<? extends Callable<String>> service) throws Exception {
        assertThat(run(service, jars)).isEqualTo("started");
    }

    /** Seata looks for it at the first branch only, where every local transaction fails. */
    @Test
    void jacksonMissingForTheUndoLogIsFoundAtStart() throws Exception {
        assertThat(run(WithDatabase.class, JACKSON_2))
                .contains("StartupCheckException: Seata cannot write and read undo logs with its serializer")
                .contains("not found service provider for : org.apache.seata.rm.datasource.undo.UndoLogParser");
    }

    private static String run(Class<? extends Callable<String>> service, String missing) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader without =
                new URLClassLoader(classPathWithout(missing), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(without);
            disableUrlHandlers(without);
            Callable<?> loaded = (Callable<?>) without.loadClass(service.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            return (String) loaded.call();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Tomcat's: there can be one in each JVM. */
    private static void disableUrlHandlers(ClassLoader loader) throws ReflectiveOperationException {
        String handlers = "org.apache.catalina.webresources.TomcatURLStreamHandlerFactory";
        if (ClassUtils.isPresent(handlers, loader)) {
            loader.loadClass(handlers).getMethod("disable").invoke(null);
        }
    }

    private static URL[] classPathWithout(String missing) throws MalformedURLException {
        Pattern jars = Pattern.compile("(" + missing + ")\\.jar");
        List<URL> urls = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path file = Path.of(entry);
            if (jars.matcher(file.getFileName().toString()).matches()) {
                left.add(entry);
            } else {
                urls.add(file.toUri().toURL());
            }
        }
        assertThat(left).as("left out").isNotEmpty();
        return urls.toArray(URL[]::new);
    }
}
