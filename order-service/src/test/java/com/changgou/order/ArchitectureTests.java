package com.changgou.order;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.seata.spring.annotation.GlobalTransactional;

@AnalyzeClasses(packages = "com.changgou.order", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String[] MODES = {
        "com.changgou.order.at", "com.changgou.order.tcc", "com.changgou.order.mixed", "com.changgou.order.xa"
    };

    @ArchTest
    static final ArchRule PROTOCOL_OF_A_MODE_STANDS_IN_ITS_PACKAGE = methods()
            .that()
            .areAnnotatedWith(GlobalTransactional.class)
            .should()
            .beDeclaredInClassesThat()
            .resideInAnyPackage(MODES);

    @ArchTest
    static final ArchRule MODES_KNOW_NOTHING_OF_EACH_OTHER =
            slices().matching("com.changgou.order.(at|tcc|mixed|xa)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule DOMAIN_KNOWS_NO_MODE = noClasses()
            .that()
            .resideInAPackage("com.changgou.order")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MODES);

    @ArchTest
    static final ArchRule BUSINESS_KNOWS_NO_FAULTS_AND_NO_PROOFS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.changgou.fault..", "com.changgou.launcher..");

    @ArchTest
    static final ArchRule PUBLIC_IS_ONLY_WHAT_THE_MODES_NEED = classes()
            .that()
            .resideInAPackage("com.changgou.order")
            .and()
            .areTopLevelClasses()
            .and()
            .haveNameNotMatching(
                    ".*\\.(Order|OrderLine|OrderPlacement|OrderStatus|OrderStore|PlaceOrder|OrderServiceApplication)")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule MODES_HAVE_NO_PUBLIC_CLASSES = classes()
            .that()
            .resideInAnyPackage(MODES)
            .and()
            .areNotInterfaces()
            .should()
            .bePackagePrivate();
}
