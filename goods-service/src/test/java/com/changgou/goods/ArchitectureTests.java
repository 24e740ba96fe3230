package com.changgou.goods;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.seata.spring.annotation.GlobalLock;
import org.springframework.transaction.annotation.Transactional;

@AnalyzeClasses(packages = "com.changgou.goods", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String[] MODES = {"com.changgou.goods.at", "com.changgou.goods.tcc", "com.changgou.goods.xa"};

    @ArchTest
    static final ArchRule ONLY_TCC_IS_WRITTEN_FOR_SEATA = noClasses()
            .that()
            .resideOutsideOfPackage("com.changgou.goods.tcc")
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.seata..").and(not(type(GlobalLock.class))));

    /** Without a local transaction the row is given back before anything is made of the answer. */
    @ArchTest
    static final ArchRule GLOBAL_LOCK_IS_ASKED_FOR_WITHIN_A_LOCAL_TRANSACTION =
            methods().that().areAnnotatedWith(GlobalLock.class).should().beAnnotatedWith(Transactional.class);

    @ArchTest
    static final ArchRule BUSINESS_KNOWS_NO_FAULTS_AND_NO_PROOFS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.changgou.fault..", "com.changgou.launcher..");

    @ArchTest
    static final ArchRule MODES_KNOW_NOTHING_OF_EACH_OTHER =
            slices().matching("com.changgou.goods.(*)").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule DOMAIN_KNOWS_NO_MODE = noClasses()
            .that()
            .resideInAPackage("com.changgou.goods")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MODES);

    @ArchTest
    static final ArchRule PUBLIC_IS_ONLY_WHAT_THE_MODES_NEED = classes()
            .that()
            .resideInAPackage("com.changgou.goods")
            .and()
            .areTopLevelClasses()
            .and()
            .haveNameNotMatching(".*\\.(DeductStock|PricedLine|Stock|GoodsServiceApplication)")
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
