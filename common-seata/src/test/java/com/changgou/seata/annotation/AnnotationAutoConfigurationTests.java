package com.changgou.seata.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.seata.SeataTestEnvironment;
import org.apache.seata.rm.tcc.api.LocalTCC;
import org.apache.seata.spring.annotation.GlobalLock;
import org.apache.seata.spring.annotation.GlobalTransactionScanner;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Invariant: an application in which Seata does not heed an annotation of its own does not start. */
class AnnotationAutoConfigurationTests {

    private final ApplicationContextRunner withoutSeata =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AnnotationAutoConfiguration.class));
    private final ApplicationContextRunner runner =
            withoutSeata.withBean(GlobalTransactionScanner.class, Unconnected::new);

    @BeforeEach
    void seata() {
        SeataTestEnvironment.give();
    }

    @Test
    void beanThatIsAskedForByAMethodIsRefused() {
        runner.withUserConfiguration(ByMethod.class).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new UnheededAnnotationFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("'placement'", "@GlobalTransactional", "committed for good");
            assertThat(analysis.getAction()).contains("Make Placement a @Component", "startup-check.enabled=false");
        });
    }

    @Test
    void otherAnnotationsOfSeataAreMissedToo() {
        runner.withUserConfiguration(LockByMethod.class)
                .run(context -> assertThat(context).getFailure().hasMessageContaining("@GlobalLock"));
        runner.withUserConfiguration(TccByMethod.class)
                .run(context -> assertThat(context).getFailure().hasMessageContaining("@LocalTCC"));
    }

    @Test
    void beanWhoseDefinitionNamesItsClassIsWrappedAndPasses() {
        runner.withUserConfiguration(ByImport.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Placement.class));
    }

    @Test
    void beanWithoutAnAnnotationIsNobodysBusiness() {
        runner.withBean(StringBuilder.class, StringBuilder::new)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AnnotationCheck.class));
    }

    @Test
    void isOffWhereSeataIsOffOrItIsSwitchedOff() {
        withoutSeata
                .withUserConfiguration(ByMethod.class)
                .run(context -> assertThat(context).hasNotFailed());
        withoutSeata
                .withClassLoader(new FilteredClassLoader("org.apache.seata"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AnnotationCheck.class));
        for (String off : new String[] {
            "changgou.seata.startup-check.enabled=false", "seata.service.disable-global-transaction=true"
        }) {
            runner.withUserConfiguration(ByMethod.class)
                    .withPropertyValues(off)
                    .run(context -> assertThat(context).hasNotFailed());
        }
    }

    @Test
    void backsOff() {
        runner.withUserConfiguration(ByMethod.class)
                .withBean("seataAnnotationCheck", String.class, () -> "mine")
                .run(context -> assertThat(context).hasNotFailed());
    }

    static class Placement {

        @GlobalTransactional
        public void place() {}
    }

    static class Reader {

        @GlobalLock
        public void read() {}
    }

    /** As Seata wants it: public. */
    @LocalTCC
    public interface Reservation {}

    static class Reserving implements Reservation {}

    @Configuration(proxyBeanMethods = false)
    static class ByMethod {

        @Bean
        Placement placement() {
            return new Placement();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LockByMethod {

        @Bean
        Reader reader() {
            return new Reader();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TccByMethod {

        @Bean
        Reserving reserving() {
            return new Reserving();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Placement.class)
    static class ByImport {}

    private static final class Unconnected extends GlobalTransactionScanner {

        private static final long serialVersionUID = 1L;

        Unconnected() {
            super("annotation-tests", "group-of-nobody");
        }

        @Override
        protected void initClient() {
            // No TC is there.
        }
    }
}
