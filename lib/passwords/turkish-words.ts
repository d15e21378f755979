/** Words, names, towns and clubs that Turkish passwords are made of most; no list of the estimator's has them. */
export const turkishWords: readonly string[] = (
  "sifre parola merhaba selam canim askim sevgilim seniseviyorum bebegim tatlim hayatim guzel benim bizim annem babam " +
  "kardesim ailem oglum kizim dostum arkadas dunya turkiye istanbul ankara izmir bursa antalya adana konya trabzon samsun " +
  "mersin kayseri eskisehir diyarbakir gaziantep denizli mugla bodrum fenerbahce galatasaray besiktas trabzonspor " +
  "ataturk mustafa kemal mehmet ahmet ali hasan huseyin ibrahim ismail osman yusuf omer murat emre burak can deniz kaan " +
  "kerem mert onur ozan serkan tolga umut volkan yasin fatma ayse emine hatice zeynep elif merve busra esra ebru derya " +
  "gamze gizem hande irem melis pinar selin sevgi tugba yasemin kaya yilmaz demir celik sahin yildiz ozturk aydin arslan " +
  "dogan kilic aslan cetin kara koc kurt ozkan simsek polat kedi kopek kartal kanarya bozkurt asena gunes yagmur bulut " +
  "cicek papatya masa lamba kitap kalem bilgisayar telefon internet anahtar kapi pencere araba bahar temmuz agustos eylul " +
  "ekim kasim aralik ocak subat mart nisan mayis haziran pazartesi sali carsamba persembe cuma cumartesi pazar"
).split(" ");
